import { startApp, startBeside, type TestApp } from '../support/app.js';
import { enableSecondFactor } from '../support/authenticator.js';
import type { Answer } from '../support/client.js';
import { letTimePass, setTime } from '../support/clock.js';
import { outcome } from '../support/outcome.js';
import { creationOptions, PAGE, passkeyOf, requestOptions, signInWith } from '../support/passkeys.js';
import { PASSWORD, type Person } from '../support/people.js';
import { type CredentialJson, SoftwareAuthenticator, type Twist } from '../support/software-authenticator.js';

const REFUSED = [401, 'invalid_credentials'];
const WORDS = 'This passkey is not accepted.';

let app: TestApp;
let admin: Person;
let ann: Person;
let phone: SoftwareAuthenticator;

beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '1' });
  admin = await app.admin();
});
beforeEach(async () => {
  ann = await app.person('Ann');
  phone = (await passkeyOf(ann)).authenticator;
});
afterEach(() => letTimePass(app));
afterAll(() => app.stop());

const sessionsOf = async ({ id }: Person) =>
  (await app.database.query<{ count: number }>('SELECT count(*) AS count FROM sessions WHERE user_id = $1', [id]))[0]
    ?.count;

const eventsOf = ({ id }: Person, type: string) =>
  app.database.query<{ actor: number | null; data: object }>(
    'SELECT actor_id AS actor, data FROM events WHERE subject_id = $1 AND type = $2 ORDER BY id',
    [id, type],
  );

const tokenIn = (answer: Answer) => (answer.body.data as { access_token: string }).access_token;
const meBy = (answer: Answer) => app.http.get('/users/me', { Authorization: `Bearer ${tokenIn(answer)}` });

const changed =
  (fields: object) =>
  (credential: CredentialJson): object => ({ ...credential, response: { ...credential.response, ...fields } });

describe('A sign-in with a passkey', () => {
  test('SPEC-040.5: is asked for as WebAuthn says, by anyone', async () => {
    expect((await app.http.post('/auth/passkey/options', {})).body.data).toEqual({
      challenge: expect.stringMatching(/^[\w-]{60,}$/) as string,
      ...{ rpId: 'localhost', allowCredentials: [], timeout: 300_000, userVerification: 'required' },
    });
  });

  test('SPEC-040.5: gives a token pair', async () => {
    const answer = await signInWith(app, phone);
    expect([answer.status, answer.body.data]).toMatchObject([
      200,
      { token_type: 'bearer', access_token: expect.any(String), refresh_token: expect.any(String) },
    ]);
    expect((await meBy(answer)).body.data).toMatchObject({ id: ann.id });
  });

  test('SPEC-040.5: needs neither password nor code where there is a second factor', async () => {
    await enableSecondFactor(ann);
    expect((await signInWith(app, phone)).status).toBe(200);
  });

  test('SPEC-040.5: leaves the refresh token in a cookie where that is asked for', async () => {
    const credential = phone.get(await requestOptions(app));
    const { body, headers } = await app.http.post('/auth/passkey', { credential, refresh_in: 'cookie' });
    expect(body.data).toMatchObject({ refresh_token: null });
    const cookie = [headers['set-cookie'] ?? []].flat().join();
    expect(cookie).toMatch(/^fasttrack_refresh=[\w-]{43};.*HttpOnly; SameSite=Strict/);
    const again = { Cookie: cookie.split(';')[0] ?? '', Origin: new URL(app.url).origin };
    expect((await app.http.post('/auth/refresh', undefined, again)).status).toBe(200);
  });

  test('SPEC-040.5: does not need the user handle', async () => {
    expect((await signInWith(app, phone, { userHandle: null })).status).toBe(200);
  });

  const wrong: [string, Twist][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that only begins like ours', { origin: `${PAGE}.evil.example` }],
    ['another RP id', { rpId: 'evil.example' }],
    ['no user verification', { verified: false }],
    ['a challenge that we did not make', { challenge: Buffer.alloc(70).toString('base64url') }],
    ['no challenge', { challenge: '' }],
    ['the type of a registration', { type: 'webauthn.create' }],
    ['a frame of another origin', { crossOrigin: true }],
    ['the handle of somebody else', { userHandle: Buffer.from('1').toString('base64url') }],
  ];
  test.each(wrong)('SPEC-040.6: is refused with %s', async (_, twist) => {
    const before = await sessionsOf(ann);
    const answer = await signInWith(app, phone, twist);
    expect([...outcome(answer), answer.body.error?.message]).toEqual([...REFUSED, WORDS]);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(await sessionsOf(ann)).toBe(before);
    expect((await signInWith(app, phone)).status).toBe(200);
  });

  test('SPEC-040.6: is refused with an altered or foreign signature', async () => {
    const signature = Buffer.alloc(70, 1).toString('base64url');
    const other = new SoftwareAuthenticator(PAGE);
    const options = await requestOptions(app);
    const foreign = other.get(options).response;
    const authenticatorData = Buffer.concat([Buffer.alloc(36), Buffer.from([1])]).toString('base64url');
    const notJson = Buffer.from('{').toString('base64url');
    const changes = [{ signature }, { signature: 'AAAA' }, { authenticatorData }, { clientDataJSON: notJson }, foreign];
    for (const fields of changes) expect(outcome(await signInWith(app, phone, {}, changed(fields)))).toEqual(REFUSED);
    const answer = await signInWith(app, phone, {}, (credential) => ({ ...credential, id: 'AAAA' }));
    expect(outcome(answer)).toEqual(REFUSED);
  });

  test('SPEC-040.6: is refused with a key that nobody has, in the same words', async () => {
    const { body, status } = await signInWith(app, new SoftwareAuthenticator(PAGE), { userHandle: null });
    expect([status, body.error?.code, body.error?.message]).toEqual([...REFUSED, WORDS]);
  });

  test('SPEC-040.6: is refused for a disabled account, in the same words', async () => {
    await admin.patch(`/users/${ann.id}`, { is_active: false });
    const { body, status } = await signInWith(app, phone);
    expect([status, body.error?.code, body.error?.message]).toEqual([...REFUSED, WORDS]);
    await admin.patch(`/users/${ann.id}`, { is_active: true });
    expect((await signInWith(app, phone)).status).toBe(200);
  });

  test('SPEC-040.7: is refused where the counter has gone back, or stays', async () => {
    expect((await signInWith(app, phone, { counter: 7 })).status).toBe(200);
    for (const counter of [0, 6, 7]) expect(outcome(await signInWith(app, phone, { counter }))).toEqual(REFUSED);
    expect((await signInWith(app, phone, { counter: 8 })).status).toBe(200);
  });

  test('SPEC-040.7: is let in with a counter once, of those who come at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => signInWith(app, phone, { counter: 9 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
  });

  test('SPEC-040.7: is let in by an authenticator that does not count', async () => {
    for (let time = 1; time <= 3; time++) expect((await signInWith(app, phone, { counter: 0 })).status).toBe(200);
  });

  test('SPEC-040.8: does not replace a change of the password that is due', async () => {
    await admin.patch(`/users/${ann.id}`, { password_must_change: true });
    const answer = await signInWith(app, phone);
    expect([answer.status, (await meBy(answer)).status]).toEqual([200, 200]);
    const asked = await app.http.get('/projects', { Authorization: `Bearer ${tokenIn(answer)}` });
    expect(outcome(asked)).toEqual([403, 'password_change_required']);
  });

  test('SPEC-040.9: answers a challenge once, also badly', async () => {
    const options = await requestOptions(app);
    const send = (twist?: Twist) => app.http.post('/auth/passkey', { credential: phone.get(options, twist) });
    expect((await send()).status).toBe(200);
    expect(outcome(await send())).toEqual(REFUSED);
    const others = await requestOptions(app);
    const credential = phone.get(others);
    expect(outcome(await app.http.post('/auth/passkey', { credential: phone.get(others, { rpId: 'x' }) }))).toEqual(
      REFUSED,
    );
    expect(outcome(await app.http.post('/auth/passkey', { credential }))).toEqual(REFUSED);
  });

  test('SPEC-040.9: spends a challenge exactly once, over two instances', async () => {
    const beside = await startBeside(app);
    const credential = phone.get(await requestOptions(beside), { counter: 0 });
    const tries = [1, 2, 3, 4, 5, 6].map((nth) => (nth % 2 ? app : beside).http.post('/auth/passkey', { credential }));
    const answers = await Promise.all(tries);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
    const options = await creationOptions(ann);
    const keys = [1, 2, 3].map(() => new SoftwareAuthenticator(PAGE).create(options));
    const made = await Promise.all(keys.map((key) => ann.post('/users/me/passkeys', { credential: key })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    await beside.stop();
  });

  test('SPEC-040.9: answers a challenge within five minutes', async () => {
    const start = new Date('2030-01-01T12:00:00.000Z');
    setTime(start, app);
    const [early, late] = [await requestOptions(app), await requestOptions(app)];
    setTime(new Date(start.getTime() + 300_000), app);
    expect((await app.http.post('/auth/passkey', { credential: phone.get(early) })).status).toBe(200);
    setTime(new Date(start.getTime() + 300_001), app);
    expect(outcome(await app.http.post('/auth/passkey', { credential: phone.get(late) }))).toEqual(REFUSED);
  });

  test('SPEC-040.9: answers a challenge that was made for signing in', async () => {
    const { challenge } = (await ann.post('/users/me/passkeys/options')).body.data as { challenge: string };
    expect(outcome(await signInWith(app, phone, { challenge }))).toEqual(REFUSED);
  });

  test('SPEC-040.9: leaves nothing behind of challenges that nobody answers', async () => {
    const count = () => app.database.query('SELECT count(*) AS count FROM spent_challenges');
    const before = await count();
    for (let time = 1; time <= 5; time++) await requestOptions(app);
    expect(await count()).toEqual(before);
  });

  test('SPEC-040.10: fails against the limit that failed passwords have', async () => {
    const strict = await startApp({ LOGIN_FAILURES_PER_MINUTE: '5' });
    try {
      const ben = await strict.person('Ben');
      const { authenticator } = await passkeyOf(ben);
      for (let time = 1; time <= 3; time++)
        expect(outcome(await signInWith(strict, authenticator, { verified: false }))).toEqual(REFUSED);
      const wrongPassword = { email: ben.email, password: 'not the password' };
      for (let time = 1; time <= 2; time++) await strict.http.post('/auth/login', wrongPassword);
      expect(outcome(await signInWith(strict, authenticator))).toEqual([429, 'rate_limited']);
      const right = { email: ben.email, password: PASSWORD };
      expect(outcome(await strict.http.post('/auth/login', right))).toEqual([429, 'rate_limited']);
    } finally {
      await strict.stop();
    }
  });

  test('SPEC-040.10: is in the audit log, as is one that failed', async () => {
    await signInWith(app, phone, { verified: false });
    await signInWith(app, phone);
    expect(await eventsOf(ann, 'sign_in.failed')).toEqual([
      { actor: null, data: { userId: ann.id, code: 'invalid_credentials' } },
    ]);
    expect(await eventsOf(ann, 'session.started')).toMatchObject([{ actor: ann.id, data: { by: 'passkey' } }]);
  });

  test.each([
    ['credential', () => null],
    ['credential.response.signature', changed({ signature: undefined })],
    ['credential.response.signature', changed({ signature: 'a+b/' })],
    ['credential.response.authenticatorData', changed({ authenticatorData: 'A'.repeat(20_000) })],
    ['credential.response.userHandle', changed({ userHandle: 'A'.repeat(87) })],
    ['credential.response.attestationObject', changed({ attestationObject: 'AAAA' })],
  ])('SPEC-040.11: is not read where %s is wrong', async (field, change) => {
    const answer = await signInWith(app, phone, {}, change as never);
    expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
  });

  test('SPEC-040.13: works after the password was changed and every session has ended', async () => {
    const change = { current_password: PASSWORD, new_password: 'another good one for the tests' };
    expect((await ann.post('/users/me/password', change)).status).toBe(200);
    expect((await admin.delete(`/users/${ann.id}/sessions`)).status).toBe(200);
    expect((await signInWith(app, phone)).status).toBe(200);
  });
});
