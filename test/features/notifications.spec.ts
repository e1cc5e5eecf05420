import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

interface Shown {
  id: number;
  seq: number;
  type: string;
  data: object;
  timestamp: string;
  read_at: string | null;
}

let app: TestApp;
let owner: Person;
let assignee: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  owner = await app.person('Olga Owner');
  assignee = await app.person('Anton Assignee');
  project = await make.project(owner, { name: 'Garden' });
});
afterAll(() => app.stop());

/** What a person finds in their inbox, oldest first. */
async function inboxOf(person: Person): Promise<Shown[]> {
  await app.idle();
  const { body } = await person.get('/notifications?limit=100');
  const { items } = body.data as { items: Shown[] };
  return items.reverse();
}

async function change(person: Person, path: string, body: object): Promise<void> {
  expect((await person.patch(path, body)).status).toBe(200);
}

describe('who hears of what', () => {
  it('SPEC-010.1: an assignee hears of the task, at its creation and later', async () => {
    const made = await make.task(owner, project, { title: 'Water', assignee_id: assignee.id });
    const later = await make.task(owner, project, { title: 'Weed' });
    await change(owner, `/tasks/${later.id}`, { assignee_id: assignee.id });
    const about = (task: { id: number }, title: string) => ({
      type: 'task_assigned',
      data: { task_id: task.id, project_id: project.id, project: 'Garden', title },
    });
    expect(await inboxOf(assignee)).toMatchObject([about(made, 'Water'), about(later, 'Weed')]);
    expect(await inboxOf(owner)).toEqual([]);
  });

  it('SPEC-010.2: owner and assignee hear of a comment', async () => {
    const admin = await app.admin('Ada Min');
    const task = await make.task(owner, project, { assignee_id: assignee.id });
    const comment = await make.comment(admin, task);
    const told = {
      type: 'comment_added',
      data: { task_id: task.id, project_id: project.id, comment_id: comment.id, author: 'Ada Min' },
    };
    expect((await inboxOf(owner)).map(({ type, data }) => ({ type, data }))).toEqual([told]);
    expect((await inboxOf(assignee)).slice(1)).toMatchObject([told]);
  });

  it('SPEC-010.3: owner and assignee hear of a change of status', async () => {
    const admin = await app.admin();
    const task = await make.task(owner, project, { assignee_id: assignee.id });
    await change(admin, `/tasks/${task.id}`, { status: 'in_progress' });
    const told = {
      type: 'status_changed',
      data: { task_id: task.id, project_id: project.id, old: 'todo', new: 'in_progress' },
    };
    expect((await inboxOf(owner)).map(({ type, data }) => ({ type, data }))).toEqual([told]);
    expect((await inboxOf(assignee)).slice(1)).toMatchObject([told]);
  });

  it('SPEC-010.4: nobody hears of their own deed', async () => {
    const own = await make.task(owner, project, { assignee_id: owner.id });
    await make.comment(owner, own);
    await change(owner, `/tasks/${own.id}`, { status: 'in_progress' });
    expect(await inboxOf(owner)).toEqual([]);
    const task = await make.task(owner, project, { assignee_id: assignee.id });
    await make.comment(assignee, task);
    await change(assignee, `/tasks/${task.id}`, { status: 'in_progress' });
    expect((await inboxOf(assignee)).map(({ type }) => type)).toEqual(['task_assigned']);
    expect((await inboxOf(owner)).map(({ type }) => type)).toEqual(['comment_added', 'status_changed']);
  });

  it('SPEC-010.5: who is owner and assignee hears once', async () => {
    const admin = await app.admin();
    const task = await make.task(owner, project, { assignee_id: owner.id });
    await make.comment(admin, task);
    await change(admin, `/tasks/${task.id}`, { status: 'in_progress' });
    expect((await inboxOf(owner)).map(({ type }) => type)).toEqual(['comment_added', 'status_changed']);
  });

  it('SPEC-010.6: one by one or many at once, they are numbered in order from 1', async () => {
    const task = await make.task(owner, project, { assignee_id: assignee.id });
    await app.idle();
    await Promise.all(Array.from({ length: 30 }, () => make.comment(owner, task)));
    await change(owner, `/tasks/${task.id}`, { status: 'in_progress' });
    const inbox = await inboxOf(assignee);
    expect(inbox.map(({ seq }) => seq)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
    expect(inbox.at(-1)?.type).toBe('status_changed');
  });

  it('SPEC-010.13: of a refused change nobody hears', async () => {
    const task = await make.task(owner, project, { assignee_id: assignee.id });
    const refused = await owner.patch(`/tasks/${task.id}`, { status: 'done' });
    expect(refused.body.error?.code).toBe('invalid_status_transition');
    expect((await inboxOf(assignee)).map(({ type }) => type)).toEqual(['task_assigned']);
  });

  it('passes over who was deleted before the news came', async () => {
    const task = await make.task(owner, project, { assignee_id: assignee.id });
    await app.database.transaction(async () => {
      await change(owner, `/tasks/${task.id}`, { status: 'in_progress' });
      await app.database.execute('DELETE FROM users WHERE id = $1', [assignee.id]);
    });
    await app.idle();
    const [dead] = await app.database.query<{ count: number }>(
      'SELECT count(*) FROM deliveries WHERE NOT outside AND attempts > 0',
    );
    expect(dead?.count).toBe(0);
  });
});

describe('the inbox', () => {
  beforeEach(async () => {
    const task = await make.task(owner, project, { title: 'Water', assignee_id: assignee.id });
    for (let nth = 1; nth <= 4; nth++) await make.comment(owner, task);
    await app.idle();
  });

  const seqs = (answer: { body: { data: never } }) =>
    (answer.body.data as { items: Shown[] }).items.map((one) => one.seq);

  it('SPEC-010.21: it shows what the person was told, newest first, page by page', async () => {
    const first = await assignee.get('/notifications?limit=2');
    const { items, next_cursor, has_more } = first.body.data as {
      items: Shown[];
      next_cursor: string;
      has_more: boolean;
    };
    expect([seqs(first), has_more]).toEqual([[5, 4], true]);
    expect(Object.keys(items[0] ?? {})).toEqual(['id', 'seq', 'type', 'data', 'timestamp', 'read_at']);
    expect(items[0]).toMatchObject({ type: 'comment_added', read_at: null, data: { author: 'Olga Owner' } });
    expect(seqs(await assignee.get(`/notifications?limit=3&cursor=${next_cursor}`))).toEqual([3, 2, 1]);
    expect(seqs(await owner.get('/notifications'))).toEqual([]);
  });

  it('SPEC-010.21: is_read keeps the read or the unread ones', async () => {
    const inbox = await inboxOf(assignee);
    await change(assignee, `/notifications/${inbox[1]?.id}`, { is_read: true });
    expect(seqs(await assignee.get('/notifications?is_read=true'))).toEqual([2]);
    expect(seqs(await assignee.get('/notifications?is_read=false'))).toEqual([5, 4, 3, 1]);
    expect((await assignee.get('/notifications?is_read=maybe')).status).toBe(422);
  });

  it('SPEC-010.22: unread ones are counted', async () => {
    expect((await assignee.get('/notifications/unread-count')).body.data).toEqual({ count: 5 });
    expect((await owner.get('/notifications/unread-count')).body.data).toEqual({ count: 0 });
  });

  it('SPEC-010.23: one is marked as read, and as unread again', async () => {
    const [first] = await inboxOf(assignee);
    const path = `/notifications/${first?.id}`;
    const read = await assignee.patch(path, { is_read: true });
    expect([read.status, read.body.data]).toEqual([200, { ...first, read_at: expect.any(String) }]);
    const again = await assignee.patch(path, { is_read: true });
    expect(again.body.data).toEqual(read.body.data);
    expect((await assignee.patch(path, {})).body.data).toEqual(read.body.data);
    expect((await assignee.patch(path, { is_read: false })).body.data).toEqual(first);
    expect((await assignee.get('/notifications/unread-count')).body.data).toEqual({ count: 5 });
  });

  it('SPEC-010.23: somebody else’s is not found and stays as it is', async () => {
    const [first] = await inboxOf(assignee);
    for (const stranger of [owner, await app.admin()]) {
      const answer = await stranger.patch(`/notifications/${first?.id}`, { is_read: true });
      expect([answer.status, answer.body.error?.code]).toEqual([404, 'not_found']);
    }
    expect(await inboxOf(assignee)).toContainEqual(first);
  });

  it('SPEC-010.23: what is no flag, or no id, is refused', async () => {
    const [first] = await inboxOf(assignee);
    for (const body of [{ is_read: null }, { is_read: 'true' }, { is_read: 1 }, { read_at: null }, []]) {
      expect((await assignee.patch(`/notifications/${first?.id}`, body)).status).toBe(422);
    }
    for (const id of ['0', '-1', '1.5', 'x', '9007199254740993', '99999999999999999999']) {
      expect((await assignee.patch(`/notifications/${id}`, { is_read: true })).status).toBe(404);
    }
    expect((await app.http.patch(`/notifications/${first?.id}`, { is_read: true })).status).toBe(401);
  });

  it('SPEC-010.24: all of one’s own are marked, and nobody else’s', async () => {
    const bob = await app.person('Bob');
    await make.task(owner, project, { assignee_id: bob.id });
    await app.idle();
    const answer = await assignee.post('/notifications/read-all');
    expect([answer.status, answer.body.data]).toEqual([200, null]);
    expect((await assignee.get('/notifications/unread-count')).body.data).toEqual({ count: 0 });
    expect((await bob.get('/notifications/unread-count')).body.data).toEqual({ count: 1 });
    expect((await assignee.post('/notifications/read-all')).status).toBe(200);
  });
});
