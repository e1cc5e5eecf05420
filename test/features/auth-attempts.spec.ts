import { type TestApp, startApp, startBeside } from '../support/app.js';
import { occupyHashing } from '../support/hashing.js';
import { PASSWORD, type Person } from '../support/people.js';
import { logIn, said } from '../support/tokens.js';

let app: TestApp;
let ann: Person;

/** Behind one proxy, so that a test can come from anywhere. */
const ENV = { LOGIN_FAILURES_PER_MINUTE: '5', TRUST_PROXY: '1' };

beforeAll(async () => {
  app = await startApp(ENV);
  ann = await app.person('Ann');
});
afterAll(() => app.stop());

let places = 0;
const newPlace = () => `198.51.100.${++places}`;
const from = (place: string) => ({ 'X-Forwarded-For': place });
const wrong = (place: string, email = ann.email, at = app) => logIn(at, email, 'not the password', from(place));
const right = (place: string, at = app) => logIn(at, ann.email, PASSWORD, from(place));
const many = <T>(count: number, one: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => one(n)));

const aged = (seconds: number) =>
  app.database.execute('UPDATE attempts SET at = at - make_interval(secs => $1)', [seconds]);

describe('Failed sign-ins from one address', () => {
  test('SPEC-009.12: are five in a minute; the sixth is refused, the right password too', async () => {
    const place = newPlace();
    for (let failure = 1; failure <= 5; failure++) expect(said(await wrong(place))).toBe('401 invalid_credentials');
    const sixth = await right(place);
    expect(said(sixth)).toBe('429 rate_limited');
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(50);
    expect(Number(sixth.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(said(await right(newPlace()))).toBe('200 fine');
  });

  test('SPEC-009.43: are named where they refuse, also in RateLimit, beside the limit of the API', async () => {
    const place = newPlace();
    const fine = await wrong(place);
    expect(fine.headers.ratelimit).toMatch(/^"default";r=\d+;t=\d+$/);
    for (let failure = 2; failure <= 5; failure++) await wrong(place);
    const { headers, body } = await right(place);
    expect(body.error?.details).toEqual([
      { field: 'password', code: 'login_failures', message: expect.any(String) as string, limit: 5 },
    ]);
    expect(headers['ratelimit-policy']).toMatch(/^"default";q=\d+;w=\d+, "login_failures";q=5;w=60$/);
    const refused = `"login_failures";r=0;t=${headers['retry-after']}`;
    expect(headers.ratelimit).toMatch(/^"default";r=\d+;t=\d+, /);
    expect(headers.ratelimit).toContain(refused);
    const form = { grant_type: 'password', username: ann.email, password: PASSWORD };
    const bare = await app.http.post('/auth/token', new URLSearchParams(form).toString(), {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...from(place),
    });
    expect(bare.headers.ratelimit).toContain('"login_failures";r=0;t=');
  });

  test('SPEC-009.12: count whoever they are about, and on both ways in', async () => {
    const place = newPlace();
    await wrong(place);
    await wrong(place, 'nobody.at.all@example.com');
    const form = { grant_type: 'password', username: ann.email, password: 'not hers' };
    const send = (fields: Record<string, string>) =>
      app.http.post('/auth/token', new URLSearchParams(fields).toString(), {
        'Content-Type': 'application/x-www-form-urlencoded',
        ...from(place),
      });
    for (let failure = 3; failure <= 5; failure++) expect((await send(form)).status).toBe(400);
    const sixth = await send({ ...form, password: PASSWORD });
    expect(sixth.status).toBe(429);
    expect(sixth.body).toMatchObject({ error: 'rate_limited' });
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(50);
    expect(said(await right(place))).toBe('429 rate_limited');
  });

  test('SPEC-009.12: are refused without a hash: also while none could be computed', async () => {
    const place = newPlace();
    await many(5, () => wrong(place));
    const work = occupyHashing(app, 0);
    expect(said(await right(newPlace()))).toBe('503 overloaded');
    expect(said(await right(place))).toBe('429 rate_limited');
    expect(said(await right(newPlace()))).toBe('503 overloaded');
    await work;
  });

  test('SPEC-009.12: are five also when they come at once, on two instances', async () => {
    const place = newPlace();
    const other = await startBeside(app, ENV);
    const answers = await many(20, (n) => wrong(place, ann.email, n % 2 ? app : other));
    expect(answers.map(said).sort()).toEqual([
      ...Array<string>(5).fill('401 invalid_credentials'),
      ...Array<string>(15).fill('429 rate_limited'),
    ]);
    await other.stop();
  });

  test('SPEC-009.12: of one /64 are one address, and those of IPv4 in IPv6 are those of IPv4', async () => {
    for (let failure = 1; failure <= 5; failure++) await wrong(`2001:db8:0:7:${failure}::1`);
    expect(said(await right('2001:db8:0:7:ffff::9'))).toBe('429 rate_limited');
    expect(said(await right('2001:db8:0:8::1'))).toBe('200 fine');
    const place = newPlace();
    for (let failure = 1; failure <= 5; failure++) await wrong(`::ffff:${place}`);
    expect(said(await right(place))).toBe('429 rate_limited');
  });

  test('SPEC-009.12: are forgiven when Retry-After has passed, and not before', async () => {
    const place = newPlace();
    await wrong(place);
    await aged(20);
    for (let failure = 2; failure <= 5; failure++) await wrong(place);
    const seconds = Number((await right(place)).headers['retry-after']);
    expect(seconds).toBeGreaterThan(35);
    expect(seconds).toBeLessThanOrEqual(40);
    await aged(seconds - 2);
    expect(said(await right(place))).toBe('429 rate_limited');
    await aged(2);
    expect(said(await wrong(place))).toBe('401 invalid_credentials');
    expect(said(await wrong(place))).toBe('429 rate_limited');
  });

  test('SPEC-009.13: are not those that succeed, however many at the same moment', async () => {
    const place = newPlace();
    for (let failure = 1; failure <= 4; failure++) await wrong(place);
    const answers = await many(12, () => right(place));
    expect(answers.map(said)).toEqual(Array(12).fill('200 fine'));
    expect(said(await wrong(place))).toBe('401 invalid_credentials');
    expect(said(await right(place))).toBe('429 rate_limited');
  });

  test('SPEC-009.13: are not those of a disabled account, whose password was right', async () => {
    const [place, dora] = [newPlace(), await app.person('Dora')];
    await (await app.admin()).patch(`/users/${dora.id}`, { is_active: false });
    for (let turn = 1; turn <= 7; turn++)
      expect(said(await logIn(app, dora.email, PASSWORD, from(place)))).toBe('403 account_disabled');
    expect(said(await right(place))).toBe('200 fine');
  });

  test('SPEC-009.14: are remembered by another process', async () => {
    const place = newPlace();
    const before = await startBeside(app, ENV);
    for (let failure = 1; failure <= 5; failure++) await wrong(place, ann.email, before);
    await before.stop();
    const after = await startBeside(app, ENV);
    expect(said(await right(place, after))).toBe('429 rate_limited');
    await after.stop();
  });

  test('SPEC-001.27: are written down, and so is that one was turned away', async () => {
    const place = newPlace();
    await many(6, () => wrong(place));
    const events = await app.database.query<{ type: string; count: number }>(
      'SELECT type, count(*) FROM events WHERE ip = $1 GROUP BY type ORDER BY type',
      [place],
    );
    expect(events).toEqual([
      { type: 'sign_in.failed', count: 5 },
      { type: 'sign_in.refused', count: 1 },
    ]);
  });
});

describe('The table of attempts', () => {
  test('SPEC-011.12: is cleared of what no window reaches any more, and of nothing else', async () => {
    const [old, recent] = [newPlace(), newPlace()];
    await wrong(old, 'cleared@example.com');
    await aged(2 * 3600);
    await many(5, () => wrong(recent, 'cleared@example.com'));
    await app.database.execute(`DELETE FROM schedules WHERE name = 'clear-account-throttle'`);
    const other = await startBeside(app, ENV);
    await other.idle();
    await other.stop();
    const kept = (key: string) => app.database.query('SELECT FROM attempts WHERE key = $1', [key]);
    expect([(await kept(old)).length, (await kept(recent)).length]).toEqual([0, 5]);
    expect(said(await right(recent))).toBe('429 rate_limited');
    const inARow = await app.database.query(
      `SELECT FROM attempts WHERE kind = 'sign_in.account' AND at < now() - interval '1 hour'`,
    );
    expect(inARow.length).toBeGreaterThan(0);
  });
});

describe('An account under attack', () => {
  const timed = async <T>(work: () => Promise<T>) => {
    const start = performance.now();
    return { answer: await work(), seconds: (performance.now() - start) / 1000 };
  };

  /** A hundred and ten in a row, after which the pause is two seconds: one guess, and the others just like it. */
  async function attack(email: string): Promise<void> {
    await wrong(newPlace(), email);
    await app.database.execute(
      `INSERT INTO attempts (kind, key) SELECT kind, key FROM attempts, generate_series(1, 109)
       WHERE id = (SELECT max(id) FROM attempts WHERE kind = 'sign_in.account')`,
    );
  }

  /** What is answered, if that comes before the answer to a guess at an account under attack, which is two seconds late. */
  async function soonerThanAGuess(email: string, work: () => ReturnType<typeof wrong>): Promise<string> {
    const answer = work().then(said);
    const guess = wrong(newPlace(), email).then(() => 'later than the guess');
    const first = await Promise.race([answer, guess]);
    await Promise.all([answer, guess]);
    return first;
  }

  test('SPEC-009.15: slows down for guesses, one at a time, and lets its owner in', async () => {
    const bob = await app.person('Bob');
    await attack(bob.email);
    const first = timed(() => wrong(newPlace(), bob.email));
    const second = timed(() => wrong(newPlace(), bob.email));
    const guesses = await Promise.all([first, second]);
    expect(guesses.map(({ answer }) => said(answer))).toEqual(Array(2).fill('401 invalid_credentials'));
    const [quick = 0, slow = 0] = guesses.map(({ seconds }) => seconds).sort((a, b) => a - b);
    expect(quick).toBeGreaterThanOrEqual(2);
    expect(slow).toBeGreaterThanOrEqual(4);

    const atHome = () => logIn(app, bob.email, PASSWORD, from('127.0.0.1'));
    expect(await soonerThanAGuess(bob.email, atHome)).toBe('200 fine');
  });

  test('SPEC-009.15: is quick again once its owner has signed in, from wherever', async () => {
    const [bob, eve] = [await app.person('Bob'), await app.person('Eve')];
    await attack(bob.email);
    await attack(eve.email);
    const away = () => logIn(app, bob.email, PASSWORD, from(newPlace()));
    expect(await soonerThanAGuess(eve.email, away)).toBe('200 fine');
    expect(await soonerThanAGuess(eve.email, () => wrong(newPlace(), bob.email))).toBe('401 invalid_credentials');
  });

  test('SPEC-009.15: is slow whether or not anybody has the address', async () => {
    const nobody = 'nobody.under.attack@example.com';
    await attack(nobody);
    const { answer, seconds } = await timed(() => wrong(newPlace(), nobody.toUpperCase()));
    expect(said(answer)).toBe('401 invalid_credentials');
    expect(seconds).toBeGreaterThanOrEqual(2);
  });
});
