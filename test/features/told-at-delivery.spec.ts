import { startApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { beforeDelivery } from '../support/courier.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let mailbox: Mailbox;
let admin: Person;
let owner: Person;
let assignee: Person;
let heir: Person;
let project: { id: number };
let task: { id: number };
let comment: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  admin = await app.admin();
  await admin.post('/roles', { name: 'talker', description: '', permissions: ['read_comment'] });
});

beforeEach(async () => {
  [owner, assignee, heir] = await Promise.all([app.person('Olga'), app.person('Anton'), app.person('Henry')]);
  project = await make.project(owner);
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

/** A task is assigned, talked about and begun, by somebody who is neither owner nor assignee. */
async function work(): Promise<void> {
  task = await make.task(admin, project, { assignee_id: assignee.id });
  comment = await make.comment(admin, task);
  expect((await admin.patch(`/tasks/${task.id}`, { status: 'in_progress' })).status).toBe(200);
}

/** What a person was told, by notification and by mail. */
async function told({ id, email }: Person): Promise<string[]> {
  const rows = await app.database.query<{ type: string }>(
    'SELECT type FROM notifications WHERE user_id = $1 ORDER BY seq',
    [id],
  );
  return [...rows.map(({ type }) => type), ...mailbox.to(email).map(() => 'mail')];
}

const EVERYTHING = ['task_assigned', 'comment_added', 'status_changed', 'mail'];

test('SPEC-010.37: whoever may still read it hears of it', async () => {
  await beforeDelivery(app, work);
  expect(await told(assignee)).toEqual(EVERYTHING);
  expect(await told(owner)).toEqual(['comment_added', 'status_changed']);
});

const meanwhile: [string, () => Promise<Answer>, string[]][] = [
  ['whose task was taken back', () => owner.patch(`/tasks/${task.id}`, { assignee_id: null }), []],
  ['whose task was given to another', () => owner.patch(`/tasks/${task.id}`, { assignee_id: heir.id }), []],
  ['whose task was deleted', () => owner.delete(`/tasks/${task.id}`), []],
  ['whose project was deleted', () => owner.delete(`/projects/${project.id}`), []],
  ['whose account was disabled', () => admin.patch(`/users/${assignee.id}`, { is_active: false }), []],
  ['whose account was deleted', () => admin.delete(`/users/${assignee.id}`), []],
  ['who may read no tasks any more', () => admin.patch(`/users/${assignee.id}`, { roles: ['viewer'] }), []],
  ['who may read comments only', () => admin.patch(`/users/${assignee.id}`, { roles: ['talker'] }), ['comment_added']],
  ['whose comment is gone', () => admin.delete(`/comments/${comment.id}`), ['task_assigned', 'status_changed', 'mail']],
];
test.each(meanwhile)('SPEC-010.37, SPEC-011.20: an assignee %s hears only what is left', async (_, act, left) => {
  await beforeDelivery(app, async () => {
    await work();
    expect((await act()).status).toBe(200);
  });
  expect(await told(assignee)).toEqual(left);
});

test('SPEC-010.37: after a project has changed hands its new owner hears, and not the former one', async () => {
  await beforeDelivery(app, async () => {
    await work();
    expect((await owner.patch(`/projects/${project.id}`, { owner_id: heir.id })).status).toBe(200);
  });
  expect(await told(owner)).toEqual([]);
  expect((await told(heir)).sort()).toEqual(['comment_added', 'mail', 'member_added', 'status_changed']);
});

test('SPEC-010.37: numbers have no gap where somebody was passed over', async () => {
  await beforeDelivery(app, async () => {
    await work();
    await owner.patch(`/tasks/${task.id}`, { assignee_id: null });
    await work();
  });
  const seqs = await app.database.query('SELECT seq FROM notifications WHERE user_id = $1 ORDER BY seq', [assignee.id]);
  expect(seqs).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
});

describe('A mail that is tried again', () => {
  const tryAgain = async () => {
    await app.database.execute('UPDATE deliveries SET due_at = now() WHERE outside');
    await app.idle();
  };

  afterEach(() => {
    mailbox.isFull = false;
  });

  test('SPEC-011.20: is not sent when it is no longer true', async () => {
    mailbox.isFull = true;
    await work();
    await app.idle();
    expect(await told(assignee)).not.toContain('mail');
    await owner.patch(`/tasks/${task.id}`, { assignee_id: null });
    mailbox.isFull = false;
    await tryAgain();
    expect(await told(assignee)).not.toContain('mail');
    expect(await app.database.query('SELECT event_id FROM deliveries')).toEqual([]);
  });

  test('SPEC-011.20: says what is true by then', async () => {
    mailbox.isFull = true;
    await work();
    await app.idle();
    await owner.patch(`/tasks/${task.id}`, { title: 'By then' });
    mailbox.isFull = false;
    await tryAgain();
    expect(mailbox.newest(assignee.email).text).toContain('“By then”');
  });
});
