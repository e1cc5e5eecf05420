import { DigestScheduler } from '../../src/features/digests/digest-scheduler.js';
import { startApp, type TestApp } from '../support/app.js';
import { setTime } from '../support/clock.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';

const PREFERENCES = '/users/me/notification-preferences';
const DAY_MS = 86_400_000;

/** Each test has days of its own, in the summer of 2030: a morning comes once. */
let today = '2030-06-03';
let yesterday: string;
let tomorrow: string;

let app: TestApp;
let mailbox: Mailbox;
let admin: Person;
let olga: Person;
let ann: Person;
let project: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, APP_URL: 'https://tasks.example.com/app' });
});

beforeEach(async () => {
  today = daysFromNow(7);
  [yesterday, tomorrow] = [daysFromNow(-1), daysFromNow(1)];
  setTime(`${today}T00:00:00Z`, app);
  [admin, olga, ann] = await Promise.all([app.admin(), app.person('Olga'), app.person('Ann')]);
  project = await make.project(olga, { name: 'Garden' });
  await join(app, project, ann, 'editor');
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

function daysFromNow(days: number): string {
  return new Date(Date.parse(today) + days * DAY_MS).toISOString().slice(0, 10);
}

async function at(time: string, day = today): Promise<void> {
  setTime(`${day}T${time}Z`, app);
  await app.get(DigestScheduler).begin();
  await app.idle();
}

async function told({ id }: Person): Promise<object[]> {
  const text = `SELECT data FROM notifications WHERE user_id = $1 AND type = 'tasks_due' ORDER BY seq`;
  return (await app.database.query<{ data: object }>(text, [id])).map(({ data }) => data);
}

const mails = ({ email }: Person) => mailbox.to(email).map(({ headers }) => headers.subject ?? '');
const digests = (person: Person) => mails(person).filter((subject) => subject.startsWith('Your tasks'));

const due = (due_on: string, fields: object = {}) =>
  make.task(olga, project, { title: `Due ${due_on}`, due_on, assignee_id: ann.id, ...fields });

describe('In the morning', () => {
  test('SPEC-026.11: people hear what is due and overdue, once', async () => {
    const tasks = [await due(today), await due(yesterday), await due('2030-01-01')];
    await due(tomorrow);
    await due(today, { assignee_id: olga.id });
    await at('07:59:59');
    expect(await told(ann)).toEqual([]);
    await at('08:00:00');
    const task_ids = [tasks[2], tasks[1], tasks[0]].map((task) => task?.id);
    expect(await told(ann)).toEqual([{ overdue: 2, today: 1, task_ids }]);
    expect(await told(olga)).toMatchObject([{ overdue: 0, today: 1 }]);
    expect([digests(ann), digests(olga)]).toEqual([
      ['Your tasks: 1 due today, 2 overdue'],
      ['Your tasks: 1 due today'],
    ]);
    const { text } = mailbox.newest(ann.email);
    for (const part of ['Ann', 'Due 2030-01-01', `https://tasks.example.com/app/tasks/${tasks[1]?.id}`])
      expect(text).toContain(part);
    for (const time of ['08:00:30', '12:00:00', '23:59:59']) await at(time);
    expect([await told(ann), digests(ann)]).toEqual([[expect.anything()], [expect.anything()]]);
  });

  test('SPEC-026.11: there is nothing to hear of what is done, deleted, archived or of nobody', async () => {
    const [done, deleted] = [await due(today), await due(today)];
    for (const status of ['in_progress', 'done']) await ann.patch(`/tasks/${done.id}`, { status });
    await olga.delete(`/tasks/${deleted.id}`);
    await due(today, { assignee_id: null });
    const other = await make.project(olga);
    await make.task(olga, other, { due_on: today, assignee_id: ann.id });
    await olga.patch(`/projects/${other.id}`, { status: 'archived' });
    await make.task(olga, project, { assignee_id: ann.id });
    await at('08:00:00');
    expect([await told(ann), digests(ann)]).toEqual([[], []]);
    await due(today);
    await at('09:00:00');
    expect(await told(ann)).toEqual([]);
  });

  test('SPEC-026.11: who has left the project and is still the assignee hears of it; who may read no tasks does not', async () => {
    const [ben, cleo] = await Promise.all([app.person('Ben'), app.person('Cleo')]);
    for (const person of [ben, cleo]) await due(today, { assignee_id: person.id });
    await admin.patch(`/users/${cleo.id}`, { roles: [] });
    await at('08:00:00');
    expect([await told(ben), await told(cleo)]).toMatchObject([[{ today: 1 }], []]);
  });

  test('SPEC-026.11: muted projects are silent', async () => {
    const other = await make.project(olga);
    const heard = await make.task(olga, other, { due_on: today, assignee_id: ann.id });
    await due(today);
    await ann.patch(PREFERENCES, { muted_project_ids: [project.id] });
    await at('08:00:00');
    expect(await told(ann)).toEqual([{ overdue: 0, today: 1, task_ids: [heard.id] }]);
  });

  test('SPEC-026.11: of very many tasks a hundred are named, and ten in the mail', async () => {
    const text = `
      INSERT INTO tasks (project_id, title, assignee_id, due_on)
      SELECT $1, 'Weed ' || i, $2, $3::date - i FROM generate_series(1, 130) i`;
    await app.database.execute(text, [project.id, ann.id, today]);
    await at('08:00:00');
    const [work] = (await told(ann)) as { overdue: number; task_ids: number[] }[];
    expect([work?.overdue, work?.task_ids.length]).toEqual([130, 100]);
    expect(mailbox.newest(ann.email).text).toContain('And 120 more.');
  });

  test('SPEC-026.13: a morning at which nothing ran is made up for on the same day, and not later', async () => {
    await due(today);
    await at('23:50:00');
    expect(await told(ann)).toMatchObject([{ today: 1 }]);
    await at('07:00:00', daysFromNow(3));
    expect(await told(ann)).toHaveLength(1);
    await at('08:10:00', daysFromNow(3));
    expect(await told(ann)).toMatchObject([{ today: 1 }, { overdue: 1, today: 0 }]);
  });

  test('SPEC-026.14: the mail is about what is due when it is sent, to whom it may go then', async () => {
    const [ben, cleo] = await Promise.all([app.person('Ben'), app.person('Cleo')]);
    const task = await due(today);
    for (const person of [ben, cleo]) await due(today, { assignee_id: person.id });
    await app.database.execute('UPDATE users SET email_confirmed_at = NULL WHERE id = $1', [ben.id]);
    mailbox.isFull = true;
    await at('08:00:00');
    await ann.patch(`/tasks/${task.id}`, { due_on: tomorrow });
    await admin.patch(`/users/${cleo.id}`, { is_active: false });
    mailbox.isFull = false;
    await app.database.execute('UPDATE deliveries SET due_at = now() WHERE outside');
    await app.idle();
    expect([digests(ann), digests(ben), digests(cleo)]).toEqual([[], ['Your tasks: 1 due today'], []]);
  });

  test('SPEC-026.14: who wants no such mails gets the notification only', async () => {
    await due(today);
    await ann.patch(PREFERENCES, { mail: { tasks_due: false } });
    await at('08:00:00');
    expect([await told(ann), digests(ann)]).toEqual([[expect.anything()], []]);
  });

  test('SPEC-026.15: who goes where it is past eight hears it there, once on that day', async () => {
    await due(today);
    await at('03:00:00');
    await ann.patch('/users/me', { time_zone: 'Asia/Tokyo' });
    await app.idle();
    expect(await told(ann)).toHaveLength(1);
    await ann.patch('/users/me', { time_zone: 'America/New_York' });
    await at('12:30:00');
    expect(await told(ann)).toHaveLength(1);
    await at('12:30:00', tomorrow);
    expect(await told(ann)).toHaveLength(2);
  });
});
