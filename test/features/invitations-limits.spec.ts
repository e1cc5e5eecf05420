import { startApp, startBeside, type TestApp } from '../support/app.js';
import { invite, newAddress } from '../support/invitations.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { said } from '../support/outcome.js';

let app: TestApp;
let beside: TestApp;
let mailbox: Mailbox;
let olga: Person;
let project: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  beside = await startBeside(app, { SMTP_URL: mailbox.url });
});

beforeEach(async () => {
  olga = await app.person('Olga');
  project = await make.project(olga);
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
  await mailbox.close();
});

interface Shown {
  email: string;
  role: string;
}

async function open(): Promise<Shown[]> {
  const { body } = await olga.get(`/projects/${project.id}/invitations?limit=100`);
  return (body.data as { items: Shown[] }).items;
}

/** Straight into the database: mails are limited. */
const fill = (count: number) =>
  app.database.execute(
    `INSERT INTO invitations (project_id, inviter_id, email, email_key, role, salt, token_hash, expires_at)
     SELECT $1, $2, key, key, 'viewer', '', sha256(('p' || $1::bigint || key)::bytea), now() + interval '1 day'
     FROM (SELECT 'filler' || n || '@example.org' AS key FROM generate_series(1, $3::integer) n) filler`,
    [project.id, olga.id, count],
  );

describe('How many there can be', () => {
  test('SPEC-018.5: a hundred open ones in a project, which can be renewed', async () => {
    await fill(100);
    expect(said(await invite(olga, project, newAddress()))).toBe('409 limit_reached');
    expect(said(await invite(olga, project, 'filler7@example.org'))).toBe('201');
    expect(await open()).toHaveLength(100);
    await app.database.execute(`UPDATE invitations SET expires_at = now() WHERE email = 'filler8@example.org'`);
    expect(said(await invite(olga, project, newAddress()))).toBe('201');
    expect(said(await invite(olga, project, 'filler8@example.org'))).toBe('409 limit_reached');
  });

  test('SPEC-018.5: also of many who invite at the same moment, on two instances', async () => {
    await fill(97);
    const managers = await Promise.all(
      ['Mia', 'Max', 'Moe'].map(async (name) => join(app, project, await app.person(name), 'manager')),
    );
    const answers = await Promise.all(
      [...managers, ...managers, ...managers].map((manager, nth) =>
        invite((nth % 2 ? app : beside).as(manager), project, newAddress()),
      ),
    );
    const counted = answers.map(said).sort();
    expect(counted).toEqual([...Array<string>(3).fill('201'), ...Array<string>(6).fill('409 limit_reached')]);
    expect(await open()).toHaveLength(100);
  });

  test('SPEC-018.6: twenty mails an hour of one person, in whichever projects, and no more at the same moment', async () => {
    const projects = [project, await make.project(olga)];
    const answers = await Promise.all(
      Array.from({ length: 26 }, (_, nth) =>
        invite((nth % 2 ? app : beside).as(olga), projects[nth % 2] ?? project, newAddress('many')),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(said)).toEqual(Array(6).fill('429 rate_limited'));
    for (const { headers } of refused) {
      expect(Number(headers['retry-after'])).toBeGreaterThan(3500);
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(3600);
    }
    const rows = 'SELECT FROM invitations WHERE inviter_id = $1';
    expect(await app.database.execute(rows, [olga.id])).toBe(20);
    expect(said(await invite(olga, project, (await open())[0]?.email ?? '', 'viewer'))).toBe('429 rate_limited');
    expect((await open())[0]?.role).toBe('editor');
    const mia = await join(app, project, await app.person('Mia'), 'manager');
    expect(said(await invite(mia, project, newAddress()))).toBe('201');
    await app.database.execute(`UPDATE attempts SET at = at - interval '1 hour' WHERE kind = 'invitation_mails'`);
    expect(said(await invite(olga, project, newAddress()))).toBe('201');
  });

  test('SPEC-018.6: what is refused does not count', async () => {
    await fill(100);
    for (let nth = 1; nth <= 21; nth++)
      expect(said(await invite(olga, project, newAddress()))).toBe('409 limit_reached');
    await app.database.execute('DELETE FROM invitations WHERE project_id = $1', [project.id]);
    expect(said(await invite(olga, project, newAddress()))).toBe('201');
  });
});
