import { DueReminders } from '../../src/features/reminders/due-reminders.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { letTimePass, setTime } from '../support/clock.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { until } from '../support/until.js';

const AT = '2199-01-31T09:00:00.000Z';
const PREFERENCES = '/users/me/notification-preferences';

let app: TestApp;
let mailbox: Mailbox;
let admin: Person;
let olga: Person;
let vic: Person;
let project: { id: number };
let task: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, APP_URL: 'https://tasks.example.com/app' });
  admin = await app.admin();
});

beforeEach(async () => {
  letTimePass(app);
  [olga, vic] = await Promise.all([app.person('Olga'), app.person('Vic')]);
  project = await make.project(olga, { name: 'Garden' });
  await join(app, project, vic, 'viewer');
  task = await make.task(olga, project, { title: 'Sow beans' });
  await vic.post(`/tasks/${task.id}/reminders`, { remind_at: AT });
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

/** All instances look at the same time. */
async function ring(time = AT, ...apps: TestApp[]): Promise<void> {
  const all = [app, ...apps];
  setTime(time, ...all);
  await Promise.all(all.map((one) => one.get(DueReminders).ring()));
  for (const one of all) await one.idle();
}

async function told({ id }: Person): Promise<object[]> {
  const text = `SELECT data FROM notifications WHERE user_id = $1 AND type = 'task_reminder' ORDER BY seq`;
  return (await app.database.query<{ data: object }>(text, [id])).map(({ data }) => data);
}

const mails = ({ email }: Person) =>
  mailbox
    .to(email)
    .map(({ headers }) => headers.subject ?? '')
    .filter((subject) => subject.startsWith('Reminder'));

async function heard(person: Person): Promise<[notifications: number, mails: number]> {
  return [(await told(person)).length, mails(person).length];
}

describe('A reminder', () => {
  test('SPEC-026.5: is heard when its time has come, not before, and is gone then', async () => {
    await ring('2199-01-31T08:59:59.999Z');
    expect(await heard(vic)).toEqual([0, 0]);
    await ring();
    expect(await told(vic)).toEqual([{ task_id: task.id, project_id: project.id, title: 'Sow beans', remind_at: AT }]);
    expect(mails(vic)).toEqual(['Reminder: Sow beans']);
    const { text } = mailbox.newest(vic.email);
    for (const part of ['Vic', 'Sow beans', 'Garden', `https://tasks.example.com/app/tasks/${task.id}`])
      expect(text).toContain(part);
    expect((await vic.get(`/tasks/${task.id}/reminders`)).body.data).toMatchObject({ items: [] });
    await ring('2199-02-01T00:00:00Z');
    expect(await heard(vic)).toEqual([1, 1]);
    expect(await heard(olga)).toEqual([0, 0]);
  });

  test('SPEC-026.5: is heard once where several instances look at the same time', async () => {
    const other = await startBeside(app, { SMTP_URL: mailbox.url });
    const here = [vic, ...(await Promise.all([1, 2, 3].map(() => app.person('Reader'))))];
    for (const person of here.slice(1)) {
      await join(app, project, person, 'viewer');
      for (let nth = 0; nth < 5; nth++) await person.post(`/tasks/${task.id}/reminders`, { remind_at: AT });
    }
    await ring(AT, other);
    await ring(AT, other);
    expect(await Promise.all(here.map(heard))).toEqual([
      [1, 1],
      [5, 5],
      [5, 5],
      [5, 5],
    ]);
    await other.stop();
  });

  test('SPEC-026.5: is looked for by every instance four times a minute', async () => {
    const schedules = 'SELECT name FROM schedules WHERE name = $1';
    expect(await app.database.query(schedules, ['ring-reminders'])).toHaveLength(1);
  });

  const silencing: [string, () => Promise<unknown>][] = [
    ['has left the project', () => vic.delete(`/projects/${project.id}/members/${vic.id}`)],
    ['is disabled', () => admin.patch(`/users/${vic.id}`, { is_active: false })],
    ['may not read tasks any more', () => admin.patch(`/users/${vic.id}`, { roles: [] })],
    ['has muted the project', () => vic.patch(PREFERENCES, { muted_project_ids: [project.id] })],
  ];

  test.each(silencing)('SPEC-026.6: is not heard by who %s', async (_, act) => {
    await act();
    await ring();
    expect(await heard(vic)).toEqual([0, 0]);
  });

  test('SPEC-026.6: is a notification only for who wants no such mails', async () => {
    await vic.patch(PREFERENCES, { mail: { task_reminder: false } });
    await ring();
    expect(await heard(vic)).toEqual([1, 0]);
  });

  test('SPEC-026.7: of a task in the trash waits there, and is heard when the task is restored', async () => {
    await olga.delete(`/tasks/${task.id}`);
    await ring();
    expect(await heard(vic)).toEqual([0, 0]);
    await olga.post(`/tasks/${task.id}/restore`);
    await app.idle();
    await ring();
    expect(await heard(vic)).toEqual([1, 1]);
  });

  test('SPEC-026.7: the same where the whole project was there', async () => {
    await olga.delete(`/projects/${project.id}`);
    await ring();
    await olga.post(`/projects/${project.id}/restore`);
    await app.idle();
    await ring();
    expect(await heard(vic)).toEqual([1, 1]);
  });

  test('SPEC-026.7: goes with its task', async () => {
    await olga.delete(`/tasks/${task.id}?permanently=true`);
    await ring();
    expect(await heard(vic)).toEqual([0, 0]);
    expect(await app.database.query('SELECT FROM reminders WHERE user_id = $1', [vic.id])).toEqual([]);
  });

  test('SPEC-026.8: goes to an address that is not confirmed, and counts for nobody', async () => {
    await app.database.execute('UPDATE users SET email_confirmed_at = NULL WHERE id = $1', [vic.id]);
    for (let nth = 0; nth < 40; nth++) await vic.post(`/tasks/${task.id}/reminders`, { remind_at: AT });
    await ring();
    // A few mails at a time.
    await until(() => mails(vic).length >= 41);
    expect(await heard(vic)).toEqual([41, 41]);
  });

  test('SPEC-026.8: comes by mail when the mail server is back', async () => {
    mailbox.isFull = true;
    await ring();
    expect(await heard(vic)).toEqual([1, 0]);
    mailbox.isFull = false;
    await app.database.execute('UPDATE deliveries SET due_at = now() WHERE outside');
    await app.idle();
    expect(await heard(vic)).toEqual([1, 1]);
  });

  test('SPEC-026.8: does not come by mail to who may not read the task any more by then', async () => {
    mailbox.isFull = true;
    await ring();
    await olga.delete(`/projects/${project.id}/members/${vic.id}`);
    mailbox.isFull = false;
    await app.database.execute('UPDATE deliveries SET due_at = now() WHERE outside');
    await app.idle();
    expect(await heard(vic)).toEqual([1, 0]);
  });

  test('SPEC-026.9: that nobody could hear while no instance ran is heard when one runs again', async () => {
    const own = await startApp();
    const [ann, garden] = await (async () => {
      const person = await own.person('Ann');
      return [person, await make.project(person)] as const;
    })();
    const { id } = await make.task(ann, garden);
    await ann.post(`/tasks/${id}/reminders`, { remind_at: AT });
    await own.database.execute(`UPDATE reminders SET remind_at = now() - interval '1 day'`);
    await own.database.execute('DELETE FROM schedules');
    const next = await startBeside(own);
    await next.idle();
    const { items } = (await ann.at(next.url).get('/notifications')).body.data as { items: { type: string }[] };
    expect(items.map(({ type }) => type)).toEqual(['task_reminder']);
    await next.stop();
    await own.stop();
  });
});
