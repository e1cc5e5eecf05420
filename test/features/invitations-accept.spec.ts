import { startApp, startBeside, type TestApp } from '../support/app.js';
import { invite, linkTo, newAddress } from '../support/invitations.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { said } from '../support/outcome.js';

let app: TestApp;
let beside: TestApp;
let mailbox: Mailbox;
let admin: Person;
let olga: Person;
let project: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  beside = await startBeside(app, { SMTP_URL: mailbox.url });
  admin = await app.admin();
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

const inspect = (token: unknown) => app.http.post('/invitations/inspect', { token });
const accept = (person: Person, token: unknown) => person.post('/invitations/accept', { token });
const link = (role?: string, email?: string) =>
  linkTo(app, mailbox, { inviter: olga, project, ...(role && { role }), ...(email && { email }) });

async function roles(): Promise<Record<number, string>> {
  const { items } = (await admin.get(`/projects/${project.id}/members?limit=100`)).body.data as {
    items: { user: { id: number }; role: string }[];
  };
  return Object.fromEntries(items.map(({ user, role }) => [user.id, role]));
}

async function told(person: Person): Promise<unknown[]> {
  await app.idle();
  const { items } = (await person.get('/notifications')).body.data as { items: { type: string; data: object }[] };
  return items.map(({ type, data }) => ({ type, ...data }));
}

const isConfirmed = async (person: Person) =>
  ((await person.get('/users/me')).body.data as { email_confirmed: boolean }).email_confirmed;
const unconfirm = ({ id }: Person) =>
  app.database.execute('UPDATE users SET email_confirmed_at = NULL WHERE id = $1', [id]);

describe('Whoever holds the link', () => {
  test('SPEC-018.10: looks at the invitation as often as they like', async () => {
    const token = await link('viewer');
    for (let nth = 0; nth < 2; nth++) {
      const { status, body } = await inspect(token);
      expect([status, body.data]).toEqual([
        200,
        {
          project: { id: project.id, name: 'Garden' },
          role: 'viewer',
          invited_by: { display_name: 'Olga' },
          expires_at: expect.stringMatching(/Z$/),
        },
      ]);
    }
  });

  test('SPEC-018.11: joins with its role, whosever the address is, and the inviter hears of it', async () => {
    const ben = await app.person('Ben');
    await unconfirm(ben);
    const { status, body } = await accept(ben, await link('editor'));
    expect([status, body.data]).toMatchObject([200, { id: project.id, name: 'Garden', role: 'editor' }]);
    expect(await roles()).toEqual({ [olga.id]: 'owner', [ben.id]: 'editor' });
    expect((await ben.post(`/projects/${project.id}/tasks`, { title: 'Mine' })).status).toBe(201);
    expect(await told(olga)).toEqual([
      { type: 'member_added', project_id: project.id, project: 'Garden', role: 'editor', by: 'Ben' },
    ]);
    expect([await told(ben), await isConfirmed(ben)]).toEqual([[], false]);
    expect(mailbox.to(ben.email)).toEqual([]);
    expect((await olga.get(`/projects/${project.id}/invitations`)).body.data).toMatchObject({ items: [] });
  });

  test('SPEC-018.11: has shown that the address is theirs, if it is the one that was invited', async () => {
    const ben = await app.person('Ben');
    await unconfirm(ben);
    expect(said(await accept(ben, await link('viewer', ben.email.toUpperCase())))).toBe('200');
    expect(await isConfirmed(ben)).toBe(true);
    const { items } = (await admin.get(`/audit/events?user_id=${ben.id}&type=email.confirmed`)).body.data as {
      items: unknown[];
    };
    expect(items).toHaveLength(1);
  });

  test('SPEC-018.11: keeps a higher role, and gets a higher one', async () => {
    const [mia, vera] = [await app.person('Mia'), await app.person('Vera')];
    await join(app, project, mia, 'manager');
    await join(app, project, vera, 'viewer');
    const token = await link('viewer');
    for (const [person, one, role] of [
      [mia, token, 'manager'],
      [vera, await link('editor'), 'editor'],
      [olga, await link('manager'), 'owner'],
    ] as const)
      expect((await accept(person, one)).body.data).toMatchObject({ role });
    expect(said(await inspect(token))).toBe('422 invalid_token_link');
    expect(await roles()).toEqual({ [olga.id]: 'owner', [mia.id]: 'manager', [vera.id]: 'editor' });
  });

  test('SPEC-018.11: must be signed in', async () => {
    const token = await link();
    expect(said(await app.http.post('/invitations/accept', { token }))).toBe('401 missing_token');
    expect(said(await inspect(token))).toBe('200');
  });

  test('SPEC-018.11: accepts once although they send it twice with a key', async () => {
    const [ben, token] = [await app.person('Ben'), await link()];
    const twice = [1, 2].map(() => ben.post('/invitations/accept', { token }, { 'Idempotency-Key': 'accept' }));
    expect((await Promise.all(twice)).map(said)).toContain('200');
    expect(said(await ben.post('/invitations/accept', { token }, { 'Idempotency-Key': 'accept' }))).toBe('200');
  });

  test('SPEC-018.12: joins alone, however many use it at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const token = await link('editor');
      const people = await Promise.all(['Ben', 'Bob', 'Bea', 'Bo'].map((name) => app.person(name)));
      const answers = await Promise.all(people.map((one, nth) => accept((nth % 2 ? app : beside).as(one), token)));
      expect(answers.map(said).sort()).toEqual(['200', ...Array<string>(3).fill('422 invalid_token_link')]);
      expect(Object.keys(await roles())).toHaveLength(2 + round);
    }
  });

  test('SPEC-018.12: joins or finds it cancelled or renewed, and nothing between', async () => {
    for (let round = 0; round < 6; round++) {
      const [ben, email] = [await app.person('Ben'), newAddress()];
      const token = await link('editor', email);
      const { items } = (await olga.get(`/projects/${project.id}/invitations`)).body.data as {
        items: { id: number }[];
      };
      const end = () =>
        round % 2
          ? beside.as(olga).delete(`/projects/${project.id}/invitations/${items.at(-1)?.id}`)
          : invite(beside.as(olga), project, email, 'viewer');
      const [accepted, ended] = await Promise.all([accept(ben, token), end()]);
      expect((await roles())[ben.id]).toBe(accepted.status === 200 ? 'editor' : undefined);
      if (accepted.status !== 200) expect(said(accepted)).toBe('422 invalid_token_link');
      if (round % 2) expect(ended.status === 200).toBe(accepted.status !== 200);
      await app.database.execute('DELETE FROM invitations');
    }
  });

  test('SPEC-018.12: joins or finds the project deleted, and nothing between', async () => {
    for (let round = 0; round < 6; round++) {
      const [ben, place] = [await app.person('Ben'), await make.project(olga)];
      const token = await linkTo(app, mailbox, { inviter: olga, project: place });
      const answers = [accept(ben, token), beside.as(olga).delete(`/projects/${place.id}`)];
      const [accepted, deleted] = await Promise.all(answers);
      expect(deleted?.status).toBe(200);
      expect(['200', '422 invalid_token_link']).toContain(accepted && said(accepted));
      expect(said(await ben.get(`/projects/${place.id}`))).toBe('404 not_found');
    }
  });
});
