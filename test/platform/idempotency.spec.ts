import { type TestApp, startApp, startBeside } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import { PASSWORD, type Person } from '../support/people.js';
import { PasswordHasher } from '../../src/platform/passwords/password-hasher.js';

let app: TestApp;
let other: TestApp;
let ann: Person;
let keys = 0;

beforeAll(async () => {
  app = await startApp();
  other = await startBeside(app);
  ann = await app.person('Ann');
});

afterAll(async () => {
  await other.stop();
  await app.stop();
});

const key = (name = `key-${++keys}`) => ({ 'Idempotency-Key': name });
const said = ({ status, body }: Answer) => `${status} ${body.error?.code ?? 'fine'}`;

async function projectsOf(person: Person): Promise<number> {
  const { data } = (await person.get('/projects?limit=100')).body as { data: { items: [] } };
  return data.items.length;
}

describe('A POST with an Idempotency-Key', () => {
  test('SPEC-008.10: is answered again as it was, and happens once', async () => {
    const headers = key();
    const before = await projectsOf(ann);
    const first = await ann.post('/projects', { name: 'Garden' }, headers);
    const again = await ann.post('/projects', { name: 'Garden' }, headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(again.headers.etag).toBe(first.headers.etag);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
    expect(await projectsOf(ann)).toBe(before + 1);
    expect((await other.as(ann).post('/projects', { name: 'Garden' }, headers)).text).toBe(first.text);
  });

  test('SPEC-008.11: is refused with another body', async () => {
    const headers = key();
    await ann.post('/projects', { name: 'Garden' }, headers);
    expect(said(await ann.post('/projects', { name: 'Yard' }, headers))).toBe('422 idempotency_key_reused');
  });

  test('SPEC-008.12, SPEC-008.13: fifty at once, over two instances, make one row', async () => {
    const headers = key();
    const before = await projectsOf(ann);
    const post = (index: number) => (index % 2 ? ann : other.as(ann)).post('/projects', { name: 'Once' }, headers);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => post(index)));
    const created = answers.filter(({ status }) => status === 201);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    const refused = answers.filter(({ status }) => status !== 201).map(said);
    expect(new Set([...refused, '409 idempotency_in_progress'])).toEqual(new Set(['409 idempotency_in_progress']));
    expect(await projectsOf(ann)).toBe(before + 1);
  });

  test('SPEC-008.14: is another one for another person or path', async () => {
    const headers = key();
    const project = await make.project(ann);
    const ben = await app.person('Ben');
    const first = await ann.post('/projects', { name: 'Garden' }, headers);
    const second = await ben.post('/projects', { name: 'Garden' }, headers);
    expect((first.body.data as { id: number }).id).not.toBe((second.body.data as { id: number }).id);
    expect((await ann.post(`/projects/${project.id}/tasks`, { title: 'x' }, headers)).status).toBe(201);
  });

  test('SPEC-008.15: takes 1 to 255 visible characters', async () => {
    for (const name of ['', 'a b', 'x'.repeat(256), 'é']) {
      expect(said(await ann.post('/projects', { name: 'x' }, key(name)))).toBe('422 validation_failed');
    }
    expect((await ann.post('/projects', { name: 'x' }, key('~'.repeat(255)))).status).toBe(201);
  });

  test('SPEC-008.16: is forgotten after a day', async () => {
    const headers = key();
    const first = await ann.post('/projects', { name: 'Garden' }, headers);
    await app.database.execute("UPDATE kept_answers SET created_at = now() - interval '25 hours'");
    const second = await ann.post('/projects', { name: 'Garden' }, headers);
    expect(second.headers['idempotent-replayed']).toBeUndefined();
    expect(second.text).not.toBe(first.text);
  });

  test('SPEC-008.17: that is refused keeps nothing, and may be repaired under the same key', async () => {
    const headers = key();
    expect(said(await ann.post('/projects', { name: '' }, headers))).toBe('422 validation_failed');
    expect((await ann.post('/projects', { name: 'Garden' }, headers)).status).toBe(201);
  });

  test('SPEC-008.17: does not hide a counted failure: what a refusal leaves behind stays', async () => {
    const tries = Array.from({ length: 3 }, () =>
      ann.post('/users/me/password', { current_password: 'wrong one', new_password: 'another good one' }, key()),
    );
    for (const answer of await Promise.all(tries)) expect(said(answer)).toBe('401 invalid_credentials');
    const count = "SELECT count(*) AS count FROM attempts WHERE kind = 'password.confirm' AND key = $1::text";
    expect(await app.database.query(count, [ann.id])).toEqual([{ count: 3 }]);
  });

  test('SPEC-008.18: keeps answers that hold secrets unreadable', async () => {
    const headers = key();
    const first = await ann.post('/users/me/totp', { current_password: PASSWORD }, headers);
    const { secret } = first.body.data as { secret: string };
    const [row] = await app.database.query<{ answer: Buffer }>(
      'SELECT answer FROM kept_answers WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1',
      [ann.id],
    );
    expect(row?.answer.toString('latin1')).not.toContain(secret);
    expect((await ann.post('/users/me/totp', { current_password: PASSWORD }, headers)).text).toBe(first.text);
  });

  /** Whoever's hash comes after ten others can be looked at while it waits. */
  function keepHashing(): Promise<unknown> {
    const hasher = app.get(PasswordHasher);
    return Promise.all(Array.from({ length: 10 }, () => hasher.hash('something else')));
  }

  async function untilAsked(person: Person): Promise<void> {
    const asked = "SELECT FROM attempts WHERE kind = 'password.confirm' AND key = $1::text AND is_open";
    while ((await other.database.query(asked, [person.id])).length === 0);
  }

  /** Transactions that wait for the program, with what they did last. */
  const openTransactions = () =>
    other.database.query(`
      SELECT query FROM pg_stat_activity
      WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND query ~ 'attempts|SAVEPOINT|kept'`);

  test('SPEC-008.20: holds neither transaction nor lock while a password is hashed, and happens once', async () => {
    const eve = await app.person('Eve');
    const change = { current_password: PASSWORD, new_password: 'quite another garden' };
    const headers = key();
    const hashing = keepHashing();
    const first = eve.post('/users/me/password', change, headers);
    await untilAsked(eve);
    expect(await openTransactions()).toEqual([]);
    const [same, elsewhere] = await Promise.all([
      eve.post('/users/me/password', change, headers),
      other.as(eve).post('/users/me/password', change, headers),
    ]);
    expect(said(same)).toBe('409 idempotency_in_progress');
    expect(['200 fine', '409 idempotency_in_progress']).toContain(said(elsewhere));
    await hashing;
    expect(['200 fine', '409 idempotency_in_progress']).toContain(said(await first));
    const again = await eve.post('/users/me/password', change, headers);
    expect([said(again), again.headers['idempotent-replayed']]).toEqual(['200 fine', 'true']);
    const changed = "SELECT FROM events WHERE type = 'password.changed' AND actor_id = $1";
    expect(await app.database.query(changed, [eve.id])).toHaveLength(1);
  });

  test.each([
    ['a second factor', '/users/me/totp', {}],
    ['another address', '/users/me/email', { email: 'gus.new@example.com' }],
  ])('SPEC-008.20: that asks for %s holds none of them either', async (_, path, fields) => {
    const gus = await app.person('Gus');
    const hashing = keepHashing();
    const answer = gus.post(path, { current_password: PASSWORD, ...fields }, key());
    await untilAsked(gus);
    expect(await openTransactions()).toEqual([]);
    await hashing;
    expect((await answer).body.error).toBeNull();
  });

  test('SPEC-008.20: needs one connection only', async () => {
    const narrow = await startBeside(app, { DATABASE_POOL_MAX: '1' });
    const fay = narrow.as(await app.person('Fay'));
    const tries = [PASSWORD, 'wrong one', PASSWORD].map((current_password) =>
      fay.post('/users/me/totp', { current_password }, key()),
    );
    expect((await Promise.all(tries)).map(said)).toEqual(['200 fine', '401 invalid_credentials', '200 fine']);
    await narrow.stop();
  });
});
