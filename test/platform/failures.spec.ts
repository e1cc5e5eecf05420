import { type TestApp, startApp } from '../support/app.js';
import { make } from '../support/make.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ DATABASE_POOL_MAX: '1', DATABASE_PREPARED_STATEMENTS: 'false' });
});

afterAll(() => app.stop());

describe('A fault of ours', () => {
  test('SPEC-007.28: says nothing of the inside', async () => {
    const ann = await app.admin();
    await app.database.execute('ALTER TABLE articles RENAME TO lost_articles');
    const errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    // Not with the client of the tests, for which a 500 is a failure of the test.
    const answer = await fetch(`${app.url}/articles`, { headers: { Authorization: `Bearer ${ann.token}` } });
    const text = await answer.text();
    const logged = JSON.stringify(errors.mock.calls);
    errors.mockRestore();
    await app.database.execute('ALTER TABLE lost_articles RENAME TO articles');
    expect([answer.status, JSON.parse(text)]).toMatchObject([500, { data: null, error: { code: 'internal_error' } }]);
    for (const inside of ['articles', 'relation', 'SELECT', 'at ', '.ts', '.js']) expect(text).not.toContain(inside);
    expect(logged).toContain(answer.headers.get('x-request-id'));
  });
});

describe('One connection without named statements', () => {
  test('SPEC-012.12, SPEC-012.13: is enough, also for many at once and with keys', async () => {
    const ann = await app.person('Ann');
    const ben = await app.person('Ben');
    const project = await make.project(ann);
    const work = async (index: number) => {
      const headers = { 'Idempotency-Key': `key-${index}` };
      const body = { title: `Bed ${index}`, assignee_id: ben.id };
      const task = await ann.post(`/projects/${project.id}/tasks`, body, headers);
      const { id } = task.body.data as { id: number };
      const started = await ben.patch(`/tasks/${id}`, { status: 'in_progress' });
      const comment = await ben.post(`/tasks/${id}/comments`, { body: 'On it' }, headers);
      return [task.status, started.status, comment.status];
    };
    const done = await Promise.all(Array.from({ length: 20 }, (_, index) => work(index)));
    expect(done).toEqual(Array(20).fill([201, 200, 201]));
    await app.idle();
    expect((await ann.get('/notifications/unread-count')).body.data).toEqual({ count: 40 });
    const prepared = await app.database.query('SELECT name FROM pg_prepared_statements');
    expect(prepared).toEqual([]);
  });
});
