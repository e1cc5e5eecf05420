import { startApp, type TestApp } from '../support/app.js';
import { occupyHashing } from '../support/hashing.js';
import { PASSWORD, type Person } from '../support/people.js';
import { logIn, said } from '../support/tokens.js';

let app: TestApp;
let ann: Person;

/** Behind one proxy, so that a test can come from anywhere. */
beforeAll(async () => {
  app = await startApp({ LOGIN_FAILURES_PER_MINUTE: '5', TRUST_PROXY: '1' });
  ann = await app.person('Ann');
});
afterAll(() => app.stop());

let places = 0;
const right = () => logIn(app, ann.email, PASSWORD, { 'X-Forwarded-For': `198.51.100.${++places}` });
const many = <T>(count: number, one: () => Promise<T>) => Promise.all(Array.from({ length: count }, one));

describe('A storm of sign-ins', () => {
  test('SPEC-009.18: is turned away beyond what can wait, and the rest of the API goes on', async () => {
    const work = occupyHashing(app, 3);
    const answers = many(20, () => right());
    const reads = await many(20, () => ann.get('/users/me'));
    expect(reads.map(said)).toEqual(Array(20).fill('200 fine'));
    const outcomes = await answers;
    expect(outcomes.map(said).sort()).toEqual([
      ...Array<string>(3).fill('200 fine'),
      ...Array<string>(17).fill('503 overloaded'),
    ]);
    for (const { status, headers } of outcomes)
      if (status === 503) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await work;
    expect(said(await right())).toBe('200 fine');
  });
});
