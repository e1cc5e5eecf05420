import { type TestApp, startApp } from '../support/app.js';
import { make } from '../support/make.js';
import { PASSWORD, type Person } from '../support/people.js';

interface Entry {
  id: number;
  type: string;
  actor: { id: number; display_name: string } | null;
  subject: { type: string; id: number } | null;
  ip: string | null;
  request_id: string | null;
  data: Record<string, unknown>;
  timestamp: string;
}

let app: TestApp;
let ann: Person;
let auditor: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
  auditor = await app.admin('Otto Auditor');
});

afterAll(() => app.stop());

async function entries(query: string): Promise<Entry[]> {
  const { status, body } = await auditor.get(`/audit/events?${query}`);
  expect([status, body.error]).toEqual([200, null]);
  return (body.data as { items: Entry[] }).items;
}

/** A line as another instance, or another year, would have left it. */
async function line(type: string, at: string, actorId: number | null = null): Promise<number> {
  const text = `INSERT INTO events (type, actor_id, data, created_at) VALUES ($1, $2, '{}', $3) RETURNING id`;
  const [row] = await app.database.query<{ id: number }>(text, [type, actorId, at]);
  return row?.id ?? 0;
}

describe('The audit log', () => {
  test('SPEC-016.1: tells who changed what, from where, in which request', async () => {
    const { body, headers } = await ann.post('/projects', { name: 'Garden' }, { 'X-Request-Id': 'the-one' });
    const project = body.data as { id: number };
    const [entry] = await entries(`user_id=${ann.id}&type=project.created`);
    expect(headers['x-request-id']).toBe('the-one');
    expect(entry).toMatchObject({
      type: 'project.created',
      actor: { id: ann.id, display_name: 'Ann', kind: 'person' },
      subject: { type: 'project', id: project.id },
      ip: expect.stringMatching(/127\.0\.0\.1$/) as string,
      request_id: 'the-one',
    });
    expect(Object.keys(entry ?? {}).sort()).toEqual(
      ['id', 'type', 'actor', 'subject', 'ip', 'request_id', 'data', 'timestamp'].sort(),
    );
  });

  test('SPEC-016.1: speaks of its data as the API does', async () => {
    const task = await make.task(ann, await make.project(ann));
    await ann.patch(`/tasks/${task.id}`, { assignee_id: ann.id });
    const [entry] = await entries(`user_id=${ann.id}&type=task.assigned`);
    const names = JSON.stringify(entry?.data).match(/"\w+":/g) ?? [];
    expect(names).toContain('"task_id":');
    expect(names.filter((name) => /[A-Z]/.test(name))).toEqual([]);
  });

  test('SPEC-003.23: tells the old and the new values of a task, by the names that a patch uses', async () => {
    const { id } = await make.task(ann, await make.project(ann), { title: 'Sow' });
    await ann.patch(`/tasks/${id}`, { title: 'Reap', description: 'In autumn', priority: 'medium' });
    await ann.patch(`/tasks/${id}`, { status: 'in_progress', assignee_id: ann.id });
    await ann.patch(`/tasks/${id}`, { assignee_id: null });
    const told = (await entries(`user_id=${ann.id}`)).filter(({ subject }) => subject?.type === 'task');
    expect(told.slice(0, 4).map(({ type, data }) => [type, data.changes])).toEqual([
      ['task.unassigned', { assignee_id: { old: ann.id, new: null } }],
      ['task.status_changed', { status: { old: 'todo', new: 'in_progress' } }],
      ['task.assigned', { assignee_id: { old: null, new: ann.id } }],
      ['task.changed', { title: { old: 'Sow', new: 'Reap' }, description: { old: null, new: 'In autumn' } }],
    ]);
  });

  test('SPEC-016.2: has sign-ins, those that failed, and sign-outs', async () => {
    const { id, email } = await app.person('Sid In');
    await app.http.post('/auth/login', { email, password: 'this is not it at all' }, { 'X-Request-Id': 'sign-in-1' });
    const { body } = await app.http.post('/auth/login', { email, password: PASSWORD }, { 'X-Request-Id': 'sign-in-2' });
    const { access_token: token } = body.data as { access_token: string };
    const bearer = { Authorization: `Bearer ${token}`, 'X-Request-Id': 'sign-out' };
    expect((await app.http.post('/auth/logout', undefined, bearer)).status).toBe(200);
    expect(await entries(`user_id=${id}`)).toMatchObject([
      { type: 'session.ended', actor: { id }, request_id: 'sign-out' },
      { type: 'session.started', actor: { id }, request_id: 'sign-in-2' },
    ]);
    const [failed] = await entries('type=sign_in.failed');
    expect(failed).toMatchObject({ actor: null, request_id: 'sign-in-1', subject: { type: 'user', id } });
  });

  test('SPEC-016.3: has the refusals, with what was missing', async () => {
    const project = await make.project(auditor);
    const nora = await app.person('Nora Nothing', []);
    await nora.get('/projects', { 'X-Request-Id': 'no-permission' });
    await ann.get(`/projects/${project.id}`, { 'X-Request-Id': 'no-relation' });
    await app.http.get('/metrics');
    expect(await entries('type=request.refused')).toMatchObject([
      {
        actor: null,
        subject: null,
        data: { code: 'invalid_api_key', missing: null, method: 'GET', route: '/metrics' },
      },
      {
        actor: { id: ann.id },
        subject: { type: 'project', id: project.id },
        request_id: 'no-relation',
        data: { code: 'forbidden', missing: 'viewer', method: 'GET', route: '/projects/:id' },
      },
      { actor: { id: nora.id }, request_id: 'no-permission', data: { code: 'forbidden', missing: 'read_project' } },
    ]);
  });

  test('SPEC-016.3: does not let one person fill it with refusals', async () => {
    const nora = await app.person('Nora Again', []);
    for (let nth = 0; nth < 65; nth++) expect((await nora.get('/projects')).status).toBe(403);
    expect(await entries(`user_id=${nora.id}&type=request.refused&limit=100`)).toHaveLength(60);
  });

  test('SPEC-016.4: is walked newest first', async () => {
    const ids: number[] = [];
    for (let nth = 0; nth < 5; nth++) ids.unshift(await line('test.walked', '2024-05-05T00:00:00Z'));
    const found: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await auditor.get(`/audit/events?type=test.walked&limit=2${cursor && `&cursor=${cursor}`}`);
      const page = body.data as { items: Entry[]; next_cursor: string | null };
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(found).toEqual(ids);
  });

  test('SPEC-016.5: is searched by person, type and time, each bound included', async () => {
    const early = await line('test.searched', '2024-01-01T10:00:00.000Z', ann.id);
    const noon = await line('test.searched', '2024-01-01T12:00:00.000Z', auditor.id);
    const late = await line('test.searched', '2024-01-01T14:00:00.000Z', ann.id);
    const idsOf = async (query: string) => (await entries(`type=test.searched&${query}`)).map(({ id }) => id);
    expect(await idsOf('')).toEqual([late, noon, early]);
    expect(await idsOf(`user_id=${ann.id}`)).toEqual([late, early]);
    expect(await idsOf('since=2024-01-01T12:00:00.000Z')).toEqual([late, noon]);
    expect(await idsOf('until=2024-01-01T12:00:00.000Z')).toEqual([noon, early]);
    expect(await idsOf('since=2024-01-01T10:00:00%2B00:00&until=2024-01-01T13:59:59.999Z')).toEqual([noon, early]);
    expect(await idsOf(`since=2024-01-01T12:00:00.001Z&user_id=${ann.id}`)).toEqual([late]);
    expect(await idsOf('since=2024-01-02T00:00:00Z')).toEqual([]);
    expect(await entries('type=test.never')).toEqual([]);
  });

  test.each(['user_id=0', 'user_id=ann', 'since=yesterday', 'until=2024-01-01', 'type=', 'type=a&type=b', 'actor=1'])(
    'SPEC-016.5: refuses to be searched for %s',
    async (query) => {
      const { status, body } = await auditor.get(`/audit/events?${query}`);
      expect([status, body.error?.code]).toEqual([422, 'validation_failed']);
    },
  );

  test('SPEC-016.6: is not for everybody', async () => {
    const { status, body } = await ann.get('/audit/events');
    expect([status, body.error?.details[0]?.code]).toEqual([403, 'read_audit']);
  });

  test('SPEC-016.8: says of a stranger where the deed came from', async () => {
    await app.http.post('/auth/login', { email: 'nobody@example.com', password: 'whatever it may be' });
    const [entry] = await entries('type=sign_in.failed');
    expect(entry).toMatchObject({ actor: null, ip: expect.stringMatching(/127\.0\.0\.1$/) as string });
  });

  test('SPEC-016.9: outlives the people in it', async () => {
    const gone = await app.person('Gus Gone');
    const { body } = await gone.patch('/users/me', { display_name: 'Gustav' });
    expect(body.error).toBeNull();
    expect(await entries(`user_id=${gone.id}`)).toMatchObject([{ actor: { display_name: 'Gustav' } }]);
    expect((await auditor.delete(`/users/${gone.id}`)).status).toBe(200);
    const [entry, ...others] = await entries(`user_id=${gone.id}`);
    expect([entry?.actor, others.length]).toEqual([null, 0]);
  });

  test('SPEC-016.10: has nothing of what was not done', async () => {
    const project = await make.project(ann);
    const before = await entries(`user_id=${ann.id}&limit=100`);
    await ann.patch(`/projects/${project.id}`, {});
    await ann.patch(`/projects/${project.id}`, { name: '' });
    await ann.patch(`/projects/${project.id}`, { name: 'Yard' }, { 'If-Match': '"7"' });
    await ann.delete('/projects/999999');
    expect(await entries(`user_id=${ann.id}&limit=100`)).toEqual(before);
  });
});
