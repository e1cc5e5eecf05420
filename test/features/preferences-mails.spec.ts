import { startApp, type TestApp } from '../support/app.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { statementsOf } from '../support/statements.js';

const PATH = '/users/me/notification-preferences';

let app: TestApp;
let mailbox: Mailbox;
let olga: Person;
let ann: Person;
let vic: Person;
let project: { id: number };
let task: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, APP_URL: 'https://tasks.example.com/app' });
});

beforeEach(async () => {
  [olga, ann, vic] = await Promise.all([app.person('Olga'), app.person('Ann'), app.person('Vic')]);
  project = await make.project(olga, { name: 'Garden' });
  await join(app, project, ann, 'editor');
  await join(app, project, vic, 'viewer');
  task = await make.task(olga, project, { title: 'Sow beans' });
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

async function subjects({ email }: Person): Promise<string[]> {
  await app.idle();
  return mailbox.to(email).map(({ headers }) => headers.subject ?? '');
}

const mention = (by: Person, ...people: Person[]) =>
  by.post(`/tasks/${task.id}/comments`, { body: 'Look', mention_ids: people.map(({ id }) => id) });

/** Whoever watches and wants every mail. */
async function eager(...people: Person[]): Promise<void> {
  for (const person of people) {
    await person.post(`/tasks/${task.id}/watch`);
    await person.patch(PATH, { mail: { comment_added: true, status_changed: true } });
  }
}

test('SPEC-031.6: who has switched off assignments gets the notification and no mail', async () => {
  await ann.patch(PATH, { mail: { task_assigned: false } });
  await olga.patch(`/tasks/${task.id}`, { assignee_id: ann.id });
  expect(await subjects(ann)).toEqual([]);
  expect((await ann.get('/notifications')).body.data).toMatchObject({ items: [{ type: 'task_assigned' }] });
});

test('SPEC-031.7: who is mentioned gets a mail that says by whom and where', async () => {
  await mention(ann, vic, ann);
  expect([await subjects(vic), await subjects(ann)]).toEqual([['Ann mentioned you: Sow beans'], []]);
  const { text } = mailbox.newest(vic.email);
  for (const part of ['Vic', 'Ann', 'Sow beans', 'Garden', `https://tasks.example.com/app/tasks/${task.id}`])
    expect(text).toContain(part);
});

test('SPEC-031.7: by an edit, too, and not those who were mentioned before', async () => {
  const { id } = (await mention(ann, vic)).body.data as { id: number };
  await ann.patch(`/comments/${id}`, { mention_ids: [vic.id, olga.id] });
  expect([await subjects(vic), await subjects(olga)]).toEqual([
    ['Ann mentioned you: Sow beans'],
    ['Ann mentioned you: Sow beans'],
  ]);
});

test('SPEC-031.7: but not who has switched that off', async () => {
  await vic.patch(PATH, { mail: { mentioned: false } });
  await mention(ann, vic);
  expect(await subjects(vic)).toEqual([]);
});

test('SPEC-031.8: of comments and changes of status those get mails who want them', async () => {
  await eager(vic);
  await make.comment(ann, task);
  await olga.patch(`/tasks/${task.id}`, { status: 'in_progress' });
  expect((await subjects(vic)).sort()).toEqual(['Ann commented: Sow beans', 'Now in progress: Sow beans']);
  expect([await subjects(olga), await subjects(ann)]).toEqual([[], []]);
});

test('SPEC-031.8: where nobody wants one, nothing is delivered to the mail handlers', async () => {
  const asked = await statementsOf(app, async () => {
    await make.comment(ann, task);
    await app.idle();
  });
  expect(asked.filter(({ text }) => text.includes('INSERT INTO notifications'))).toHaveLength(1);
  expect(asked.filter(({ values }) => values.includes('mail-comment'))).toEqual([]);
});

test('SPEC-031.5: of a muted project come mails of mentions and assignments only', async () => {
  await eager(ann);
  await ann.patch(PATH, { muted_project_ids: [project.id] });
  await make.comment(olga, task);
  await olga.patch(`/tasks/${task.id}`, { status: 'in_progress', assignee_id: ann.id });
  await mention(olga, ann);
  expect((await subjects(ann)).sort()).toEqual(['Assigned to you: Sow beans', 'Olga mentioned you: Sow beans']);
});

describe('A mail that waits', () => {
  /** Meanwhile the mail server is away; then everything is tried again. */
  async function meanwhile(before: () => Promise<unknown>, act: () => Promise<unknown>): Promise<void> {
    mailbox.isFull = true;
    await before();
    await app.idle();
    await act();
    mailbox.isFull = false;
    await app.database.execute('UPDATE deliveries SET due_at = now() WHERE outside');
    await app.idle();
  }

  const acts: [string, () => Promise<unknown>][] = [
    ['who has changed their mind', () => vic.patch(PATH, { mail: { mentioned: false } })],
    ['who may no longer read the task', () => olga.delete(`/projects/${project.id}/members/${vic.id}`)],
  ];
  test.each(acts)('SPEC-031.9, SPEC-022.7: is not sent to somebody %s', async (_, act) => {
    await meanwhile(() => mention(ann, vic, olga), act);
    expect([await subjects(vic), await subjects(olga)]).toEqual([[], ['Ann mentioned you: Sow beans']]);
  });

  test('SPEC-031.9: is not sent about a mention or a comment that is no more', async () => {
    let comments: { id: number }[] = [];
    const write = async () => {
      comments = [(await mention(ann, vic)).body.data, (await mention(ann, vic)).body.data] as { id: number }[];
    };
    await meanwhile(write, async () => {
      await ann.patch(`/comments/${comments[0]?.id}`, { mention_ids: [] });
      await ann.delete(`/comments/${comments[1]?.id}`);
    });
    expect(await subjects(vic)).toEqual([]);
  });

  test('SPEC-011.23: of several that one event causes, one that fails repeats no other', async () => {
    mailbox.refuses = vic.email;
    await mention(ann, vic, olga);
    expect([await subjects(vic), await subjects(olga)]).toEqual([[], ['Ann mentioned you: Sow beans']]);
    mailbox.refuses = null;
    await app.database.execute('UPDATE deliveries SET due_at = now() WHERE outside');
    expect([await subjects(vic), await subjects(olga)]).toEqual([
      ['Ann mentioned you: Sow beans'],
      ['Ann mentioned you: Sow beans'],
    ]);
  });
});
