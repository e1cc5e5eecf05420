import { startApp, type TestApp } from '../support/app.js';
import { beforeDelivery } from '../support/courier.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';

const APP_URL = 'https://board.example.com/app';

let app: TestApp;
let mailbox: Mailbox;
let admin: Person;
let olga: Person;
let ben: Person;
let project: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, APP_URL });
  admin = await app.admin();
});

beforeEach(async () => {
  [olga, ben] = [await app.person('Olga'), await app.person('Ben')];
  project = await make.project(olga);
  await join(app, await make.project(olga), ben, 'viewer');
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

const place = (...rest: (string | number)[]) => ['/projects', project.id, ...rest].join('/');
const add = (role: string) => olga.post(place('members'), { user_id: ben.id, role });

async function mailsTo({ email }: Person): Promise<string[]> {
  await app.idle();
  return mailbox.to(email).map(({ text }) => text.split('\n')[2] ?? '');
}

const said = (role: string, by = 'Olga') =>
  `${by} has given you the role ${role} in the project “Garden”. You find it here:`;

describe('A mail about a new role', () => {
  test('SPEC-018.19: goes to whoever was added, and to whoever gets another one', async () => {
    await add('viewer');
    expect(await mailsTo(ben)).toEqual([said('viewer')]);
    const { text } = mailbox.newest(ben.email);
    expect([text.split('\n')[0], text.match(/https?:\S+/g)]).toEqual(['Hello Ben,', [`${APP_URL}/`]]);
    await olga.patch(place('members', ben.id), { role: 'editor' });
    await olga.patch(place('members', ben.id), { role: 'editor' });
    expect(await mailsTo(ben)).toEqual([said('viewer'), said('editor')]);
    expect(await mailsTo(olga)).toEqual([]);
  });

  test('SPEC-018.19: goes to both where an administrator hands a project over, and to the new owner where its owner does', async () => {
    await olga.patch(place(), { owner_id: ben.id });
    expect([await mailsTo(ben), await mailsTo(olga)]).toEqual([[said('owner')], []]);
    await admin.patch(place(), { owner_id: olga.id });
    expect(await mailsTo(olga)).toEqual([said('owner', 'Ada Min')]);
    expect(await mailsTo(ben)).toEqual([said('owner'), said('manager', 'Ada Min')]);
  });

  test('SPEC-018.19: goes to nobody for whom it is not so any more', async () => {
    await beforeDelivery(app, async () => {
      await add('viewer');
      await olga.delete(place('members', ben.id));
    });
    expect(await mailsTo(ben)).toEqual([]);
  });

  test('SPEC-018.19: goes to no address that was not confirmed, and is not sent for one’s own deed', async () => {
    await app.database.execute('UPDATE users SET email_confirmed_at = NULL WHERE id = $1', [ben.id]);
    await add('viewer');
    await join(app, project, ben, 'editor');
    expect(await mailsTo(ben)).toEqual([]);
  });

  test('SPEC-018.19: keeps names on one line', async () => {
    await olga.patch(place(), { name: 'Garden\r\nBcc: eve@example.com' });
    await olga.patch('/users/me', { display_name: 'Olga\r\n\r\nDear customer' });
    await add('viewer');
    expect(await mailsTo(ben)).toEqual([
      'Olga Dear customer has given you the role viewer in the project “Garden Bcc: eve@example.com”. You find it here:',
    ]);
    expect(mailbox.newest(ben.email).headers.bcc).toBeUndefined();
  });
});
