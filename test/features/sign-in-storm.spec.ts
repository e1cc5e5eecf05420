import { availableParallelism } from 'node:os';
import { HashThreads, type HashWork } from '../../src/platform/passwords/hash-threads.js';
import { startApp, type TestApp } from '../support/app.js';
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

/** Gives every hashing thread work for a second or two, and leaves so many places in the queue. */
async function occupyHashing(places: number): Promise<void> {
  const threads = app.get(HashThreads);
  const long: HashWork = { library: 'bcrypt', call: 'hashSync', given: ['x', 15] };
  const cheap = { memoryCost: 8, timeCost: 1, parallelism: 1 };
  const short: HashWork = { library: '@node-rs/argon2', call: 'hashSync', given: ['x', cheap] };
  const cores = Math.max(1, availableParallelism() - 1);
  await Promise.all(
    [...Array.from({ length: cores }, () => long), ...Array.from({ length: 50 - places }, () => short)].map((work) =>
      threads.run(work),
    ),
  );
}

describe('A storm of sign-ins', () => {
  test('SPEC-009.18: is turned away beyond what can wait, and the rest of the API goes on', async () => {
    const work = occupyHashing(3);
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
