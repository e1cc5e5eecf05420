import { programOf, type MadeApiToken } from '../support/api-tokens.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

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
  test('SPEC-034.9: ends when it is revoked, on every instance', async () => {
    const build = await programOf(ann);
    const there = build.at(beside.url);
    expect([(await build.get('/projects')).status, (await there.get('/projects')).status]).toEqual([200, 200]);
    expect(outcome(await ben.delete(`${PATH}/${build.made.id}`))).toEqual([404, 'not_found']);
    expect((await ann.delete(`${PATH}/${build.made.id}`)).body.data).toBeNull();
    expect(outcome(await build.get('/projects'))).toEqual([401, 'token_revoked']);
    expect((await there.get('/projects')).status).toBe(401);
    expect(await listed(ann)).toEqual([]);
    expect(outcome(await ann.delete(`${PATH}/${build.made.id}`))).toEqual([404, 'not_found']);
  });

  test('SPEC-034.9: ends when its owner is disabled or deleted', async () => {
    const [ofAnn, ofBen] = [await programOf(ann), await programOf(ben)];
    await Promise.all([ofAnn.get('/projects'), ofBen.get('/projects')]);
    await admin.patch(`/users/${ann.id}`, { is_active: false });
    await admin.delete(`/users/${ben.id}`);
    expect((await ofAnn.get('/projects')).status).toBe(401);
    expect((await ofBen.get('/projects')).status).toBe(401);
    await admin.patch(`/users/${ann.id}`, { is_active: true });
    expect((await ofAnn.get('/projects')).status).toBe(200);
  });

  test('SPEC-034.9: stays when a session of its owner ends', async () => {
    const build = await programOf(ann);
    await ann.post('/auth/logout');
    expect((await build.get('/projects')).status).toBe(200);
  });

  test('SPEC-034.10: ends when it expires', async () => {
    const build = await programOf(ann, { expires_at: new Date(Date.now() + 86_400_000).toISOString() });
    await app.database.execute(`UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      build.made.id,
    ]);
    expect(outcome(await build.get('/projects'))).toEqual([401, 'token_expired']);
    expect((await listed(ann)).map(({ id }) => id)).toEqual([build.made.id]);
  });
});

test('SPEC-034.13: an API token has a rate limit of its own', async () => {
  const small = await startBeside(app, { RATE_LIMIT_REQUESTS: '5' });
  try {
    const [one, other] = [await programOf(ann), await programOf(ann)].map((program) => program.at(small.url));
    const statuses: number[] = [];
    for (let nth = 0; nth < 6; nth++) statuses.push((await one?.get('/projects'))?.status ?? 0);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await other?.get('/projects'))?.status).toBe(200);
    expect((await small.as(ann).get('/projects')).status).toBe(200);
  } finally {
    await small.stop();
  }
});
