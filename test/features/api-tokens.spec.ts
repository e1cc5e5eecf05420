import { crc32 } from 'node:zlib';
import { programOf, type MadeApiToken } from '../support/api-tokens.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { statementsOf } from '../support/statements.js';

const PATH = '/users/me/tokens';

let app: TestApp;
let beside: TestApp;
let ann: Person;
let ben: Person;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  admin = await app.admin();
});

beforeEach(async () => {
  [ann, ben] = await Promise.all([app.person('Ann'), app.person('Ben')]);
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

async function listed(person: Person): Promise<MadeApiToken[]> {
  return ((await person.get(PATH)).body.data as { items: MadeApiToken[] }).items;
}

describe('An API token', () => {
  test('SPEC-034.1: is made for oneself, and shown once', async () => {
    const garden = await make.project(ann);
    const asked = { name: ' nightly ', permissions: ['read_task'], project_ids: [garden.id] };
    const { status, body } = await ann.post(PATH, { ...asked, expires_at: '2199-01-31T12:00:00.000Z' });
    const { token, ...shown } = body.data as MadeApiToken;
    expect([status, shown]).toEqual([
      201,
      {
        ...{ id: expect.any(Number), name: 'nightly', prefix: token.slice(0, 9) },
        ...{ permissions: ['read_task'], project_ids: [garden.id] },
        ...{ created_at: expect.any(String), last_used_at: null, expires_at: '2199-01-31T12:00:00.000Z' },
      },
    ]);
    expect(await listed(ann)).toEqual([shown]);
    expect(await listed(ben)).toEqual([]);
    const all = await programOf(ann);
    expect(all.made).toMatchObject({ permissions: null, project_ids: null, expires_at: null });
  });

  test('SPEC-034.1: is stored as a hash only', async () => {
    const { token } = (await programOf(ann)).made;
    const rows = await app.database.query<Record<string, unknown>>('SELECT t::text AS row FROM api_tokens t');
    expect(JSON.stringify(rows)).not.toContain(token.slice(9));
  });

  test.each([
    [{ name: '' }, 'name'],
    [{ permissions: ['fly'] }, 'permissions'],
    [{ permissions: ['read_user'] }, 'permissions'],
    [{ permissions: ['read_task', 'read_task'] }, 'permissions'],
    [{ permissions: 'read_task' }, 'permissions'],
    [{ project_ids: [987_654_321] }, 'project_ids'],
    [{ project_ids: [0] }, 'project_ids'],
    [{ project_ids: Array.from({ length: 101 }, (_, nth) => nth + 1) }, 'project_ids'],
    [{ expires_at: '2020-01-01T00:00:00.000Z' }, 'expires_at'],
    [{ expires_at: 'tomorrow' }, 'expires_at'],
    [{ token: 'ft_mine' }, 'token'],
  ])('SPEC-034.1: is not made of %j', async (fields, field) => {
    const answer = await ann.post(PATH, { name: 'build', ...fields });
    expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
    expect(await listed(ann)).toEqual([]);
  });

  test('SPEC-034.1: is for projects that its owner can read', async () => {
    const foreign = await make.project(ben);
    expect(outcome(await ann.post(PATH, { name: 'x', project_ids: [foreign.id] }))).toEqual([422, 'validation_failed']);
    expect((await programOf(admin, { project_ids: [foreign.id] })).made.project_ids).toEqual([foreign.id]);
  });

  test('SPEC-034.3: with a wrong checksum is refused without a query', async () => {
    const { token } = (await programOf(ann)).made;
    const mistyped = token.slice(0, 10) + (token[10] === 'a' ? 'b' : 'a') + token.slice(11);
    const answers: [number, string | null][] = [];
    const asked = await statementsOf(app, async () => {
      answers.push(outcome(await app.http.get('/users/me', { Authorization: `Bearer ${mistyped}` })));
    });
    expect(answers).toEqual([[401, 'invalid_token']]);
    // What the courier looks for by the clock is not the request's.
    expect(asked.filter(({ text }) => !/deliveries|schedule/.test(text))).toEqual([]);
    const unknown = `ft_${'x'.repeat(36)}`;
    expect(crc32('x'.repeat(36))).toBeGreaterThan(0);
    expect(outcome(await app.http.get('/users/me', { Authorization: `Bearer ${unknown}` }))).toEqual([
      401,
      'invalid_token',
    ]);
  });

  test('SPEC-034.4: acts for its owner', async () => {
    const build = await programOf(ann);
    const project = await build.post('/projects', { name: 'Made by a program' });
    expect([project.status, project.body.data]).toMatchObject([201, { owner: { id: ann.id } }]);
    const { id } = project.body.data as { id: number };
    const [event] = await app.database.query<{ actor_id: number }>(
      `SELECT actor_id FROM events WHERE type = 'project.created' AND subject_id = $1`,
      [id],
    );
    expect(event?.actor_id).toBe(ann.id);
    expect((await ann.get(`/projects/${id}`)).status).toBe(200);
  });

  test('SPEC-034.4: is known without a query until news comes', async () => {
    const build = await programOf(ann);
    const garden = await make.project(ann);
    await build.get(`/projects/${garden.id}`);
    const asked = await statementsOf(app, () => build.get(`/projects/${garden.id}`));
    expect(asked.filter(({ text }) => /api_tokens|user_roles/.test(text))).toEqual([]);
  });

  test('SPEC-034.5: can do what it names and its owner can, now', async () => {
    const garden = await make.project(ann);
    const build = await programOf(ann, { permissions: ['read_project', 'read_task'] });
    expect((await build.get(`/projects/${garden.id}`)).status).toBe(200);
    const answer = await build.patch(`/projects/${garden.id}`, { name: 'Yard' });
    expect([...outcome(answer), answer.body.error?.details[0]]).toMatchObject([
      403,
      'forbidden',
      { field: 'permission', code: 'update_project' },
    ]);
    const { permissions } = (await build.get('/users/me')).body.data as { permissions: string[] };
    expect(permissions.sort()).toEqual(['read_project', 'read_task']);

    const all = await programOf(ann);
    expect(outcome(await all.get('/users'))).toEqual([403, 'forbidden']);
    await admin.patch(`/users/${ann.id}`, { roles: ['user', 'viewer'] });
    expect((await all.get('/users')).status).toBe(200);
    expect((await beside.http.get('/users', { Authorization: `Bearer ${all.made.token}` })).status).toBe(200);
    expect(outcome(await build.get('/users'))).toEqual([403, 'forbidden']);
    await admin.patch(`/users/${ann.id}`, { roles: [] });
    expect(outcome(await all.get('/users'))).toEqual([403, 'forbidden']);
    expect(outcome(await build.get(`/projects/${garden.id}`))).toEqual([403, 'forbidden']);
  });

  test('SPEC-034.5: grants nothing that it does not name', async () => {
    const keeper = await programOf(admin, { permissions: ['manage_role', 'read_role'] });
    const role = (permissions: string[]) => ({ name: `made ${permissions.join()}`, description: '', permissions });
    expect(outcome(await keeper.post('/roles', role(['delete_user'])))).toEqual([403, 'forbidden']);
    expect((await keeper.post('/roles', role(['read_role']))).status).toBe(201);
  });

  test('SPEC-034.6: keeps out of the account', async () => {
    const build = await programOf(admin);
    expect((await build.get('/users/me')).body.data).toMatchObject({ id: admin.id });
    const closed = [
      await build.patch('/users/me', { display_name: 'X' }),
      await build.get(PATH),
      await build.post(PATH, { name: 'another' }),
      await build.delete(`${PATH}/${build.made.id}`),
      await build.get('/users/me/sessions'),
      await build.delete('/users/me/sessions'),
      await build.post('/users/me/password', {}),
      await build.post('/users/me/totp', {}),
      await build.get('/users/me/notification-preferences'),
      await build.get('/notifications'),
      await build.post('/invitations/accept', { token: 'x' }),
      await build.post('/auth/logout'),
    ];
    for (const answer of closed) expect(outcome(answer)).toEqual([403, 'token_not_allowed']);
    for (const open of ['/articles', '/users', '/roles', '/people', '/audit/events', '/projects', '/tasks']) {
      expect([open, (await build.get(open)).status]).toEqual([open, 200]);
    }
  });

  test('SPEC-034.11: is one of fifty at most, also when many are made at once', async () => {
    await app.database.execute(
      `INSERT INTO api_tokens (user_id, name, prefix, token_hash)
       SELECT $1::bigint, 'old', 'ft_', sha256(('old token ' || n)::bytea) FROM generate_series(1, 47) AS n`,
      [ann.id],
    );
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => (nth % 2 ? app : beside).as(ann).post(PATH, { name: `number ${nth}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409, 409, 409]);
    expect(outcome(await ann.post(PATH, { name: 'one more' }))).toEqual([409, 'limit_reached']);
    await programOf(ben);
  });

  test('SPEC-034.12: shows when it was last used', async () => {
    const build = await programOf(ann);
    await build.get('/projects');
    const [first] = await listed(ann);
    expect(Date.parse(first?.last_used_at ?? '')).toBeGreaterThan(Date.now() - 60_000);
    const asked = await statementsOf(app, () => build.get('/projects'));
    expect(asked.filter(({ text }) => text.includes('last_used_at'))).toEqual([]);
  });

  test('SPEC-034.14: is recorded when it is made and revoked, without the secret', async () => {
    const build = await programOf(ann, { permissions: [] });
    await ann.delete(`${PATH}/${build.made.id}`);
    const events = await app.database.query<{ type: string; data: object }>(
      `SELECT type, data FROM events WHERE type LIKE 'api_token.%' AND subject_id = $1 ORDER BY id`,
      [ann.id],
    );
    const about = { userId: ann.id, tokenId: build.made.id, name: 'build', permissions: [], projectIds: null };
    expect(events).toMatchObject([
      { type: 'api_token.created', data: about },
      { type: 'api_token.revoked', data: about },
    ]);
    expect(JSON.stringify(events)).not.toContain(build.made.token.slice(9));
  });

  test('SPEC-034.15: is explained by what it names', async () => {
    const [garden, yard] = [await make.project(ann), await make.project(ann)];
    const build = await programOf(ann, { permissions: ['read_project'], project_ids: [garden.id] });
    const explained = async (permission: string, { id }: { id: number }) => {
      const { body } = await build.get(`/access/explain?permission=${permission}&project_id=${id}`);
      const { allowed, checks } = body.data as { allowed: boolean; checks: { check: string; held: string | null }[] };
      return [allowed, checks.at(-1)?.check, checks.at(-1)?.held];
    };
    expect(await explained('read_project', garden)).toEqual([true, 'token', 'read_project']);
    expect(await explained('update_project', garden)).toEqual([false, 'token', null]);
    expect(await explained('read_project', yard)).toEqual([false, 'token', null]);
    const own = await ann.get(`/access/explain?permission=read_project&project_id=${garden.id}`);
    expect((own.body.data as { checks: object[] }).checks).toHaveLength(3);
    expect(
      outcome(await build.get(`/access/explain?permission=read_project&project_id=${garden.id}&user_id=${ben.id}`)),
    ).toEqual([403, 'forbidden']);
  });
});
