import { startApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { outcome } from '../support/outcome.js';
import { PASSWORD, type Person } from '../support/people.js';

const FRONT = 'https://app.example.com';

let app: TestApp;
let ann: Person;
let own: string;

beforeAll(async () => {
  app = await startApp({
    CORS_ORIGINS: FRONT,
    PUBLIC_URL: 'http://tasks.example.com/api',
    REFRESH_REUSE_GRACE_SECONDS: '0',
  });
  own = new URL(app.url).origin;
});
beforeEach(async () => {
  ann = await app.person('Ann');
});
afterAll(() => app.stop());

const setCookie = ({ headers }: Answer) => [headers['set-cookie'] ?? []].flat().join();
/** What a browser would send from now on. */
const cookieOf = (answer: Answer) => setCookie(answer).split(';')[0] ?? '';
const tokenIn = (answer: Answer) => cookieOf(answer).split('=')[1] ?? '';
const isCleared = (answer: Answer) => /^fasttrack_refresh=;.*Expires=Thu, 01 Jan 1970/.test(setCookie(answer));

function signIn(fields: object = { refresh_in: 'cookie' }, headers = {}): Promise<Answer> {
  return app.http.post('/auth/login', { email: ann.email, password: PASSWORD, ...fields }, headers);
}

const refresh = (cookie: string, headers: object = { Origin: own }, body?: object) =>
  app.http.post('/auth/refresh', body, { Cookie: cookie, ...headers });
const logOut = (cookie: string, headers: object = { Origin: own }, body?: object) =>
  app.http.post('/auth/logout', body, { Cookie: cookie, ...headers });

describe('A refresh token', () => {
  test('SPEC-035.1: is in the body unless the cookie is asked for', async () => {
    for (const fields of [{}, { refresh_in: 'body' }]) {
      const answer = await signIn(fields);
      expect((answer.body.data as { refresh_token: string }).refresh_token).toHaveLength(43);
      expect(setCookie(answer)).toBe('');
    }
    const answer = await signIn();
    expect([answer.status, answer.body.data]).toMatchObject([
      200,
      { access_token: expect.any(String), token_type: 'bearer', refresh_token: null, refresh_expires_in: 604_800 },
    ]);
    expect(tokenIn(answer)).toHaveLength(43);
    expect(outcome(await signIn({ refresh_in: 'header' }))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-035.2: is in a cookie that no script reads and no other site sends', async () => {
    const parts = setCookie(await signIn())
      .split('; ')
      .slice(1);
    expect(parts).toEqual(expect.arrayContaining(['Max-Age=604800', 'Path=/api/auth', 'HttpOnly', 'SameSite=Strict']));
    expect(parts).not.toContain('Secure');
    const secure = await startApp({ PUBLIC_URL: 'https://tasks.example.com' });
    try {
      const { email } = await secure.person('Ben');
      const answer = await secure.http.post('/auth/login', { email, password: PASSWORD, refresh_in: 'cookie' });
      expect(setCookie(answer)).toMatch(/^__Secure-fasttrack_refresh=/);
      expect(setCookie(answer).split('; ')).toEqual(expect.arrayContaining(['Path=/auth', 'Secure']));
      const again = await secure.http.post('/auth/refresh', undefined, {
        Cookie: cookieOf(answer),
        Origin: 'https://tasks.example.com',
      });
      expect([again.status, cookieOf(again).startsWith('__Secure-')]).toEqual([200, true]);
    } finally {
      await secure.stop();
    }
  });

  test('SPEC-035.2: is in a secure cookie where the request came by https', async () => {
    const proxied = await startApp({ PUBLIC_URL: 'http://tasks.example.com', TRUST_PROXY: '1' });
    try {
      const { email } = await proxied.person('Ben');
      const body = { email, password: PASSWORD, refresh_in: 'cookie' };
      const answer = await proxied.http.post('/auth/login', body, { 'X-Forwarded-Proto': 'https' });
      expect(setCookie(answer).split('; ')).toContain('Secure');
    } finally {
      await proxied.stop();
    }
  });

  test('SPEC-035.3: is taken from the cookie and replaced in it', async () => {
    const first = await signIn();
    const second = await refresh(cookieOf(first));
    expect([second.status, second.body.data]).toMatchObject([200, { refresh_token: null }]);
    expect(tokenIn(second)).not.toBe(tokenIn(first));
    const { access_token: token } = second.body.data as { access_token: string };
    expect((await app.http.get('/users/me', { Authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await refresh(`other=1; ${cookieOf(second)}; another=2`)).status).toBe(200);
    expect(outcome(await app.http.post('/auth/refresh', {}))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-035.4: is taken from the cookie only from pages that are known', async () => {
    const cookie = cookieOf(await signIn());
    const foreign = ['https://evil.example', 'null', `${FRONT}.evil.example`, '*', 'http://app.example.com', `${own}0`];
    for (const headers of [{}, ...foreign.map((Origin) => ({ Origin }))]) {
      expect(outcome(await refresh(cookie, headers))).toEqual([403, 'forbidden']);
      expect(outcome(await logOut(cookie, headers))).toEqual([403, 'forbidden']);
    }
    let last = cookie;
    for (const Origin of [own, FRONT, 'http://tasks.example.com']) {
      const answer = await refresh(last, { Origin });
      expect([Origin, answer.status]).toEqual([Origin, 200]);
      last = cookieOf(answer);
    }
  });

  test('SPEC-035.5: in the body wins over the cookie', async () => {
    const cookie = cookieOf(await signIn());
    const { refresh_token } = (await signIn({})).body.data as { refresh_token: string };
    const answer = await refresh(cookie, {}, { refresh_token });
    expect((answer.body.data as { refresh_token: string }).refresh_token).toHaveLength(43);
    expect(setCookie(answer)).toBe('');
    expect((await refresh(cookie)).status).toBe(200);
  });

  test('SPEC-035.6: that comes back from a cookie ends every session, and is cleared', async () => {
    const first = await signIn();
    const second = await refresh(cookieOf(first));
    const again = await refresh(cookieOf(first));
    expect(outcome(again)).toEqual([401, 'refresh_token_reused']);
    expect(isCleared(again)).toBe(true);
    const dead = await refresh(cookieOf(second));
    expect(outcome(dead)).toEqual([401, 'invalid_refresh_token']);
    expect(isCleared(dead)).toBe(true);
  });

  test('SPEC-035.7: signs out by the cookie, without an access token, and is cleared', async () => {
    const pair = await signIn();
    const answer = await logOut(cookieOf(pair));
    expect([answer.status, answer.body.data, isCleared(answer)]).toEqual([200, null, true]);
    expect(setCookie(answer)).toContain('Path=/api/auth');
    const { access_token: token } = pair.body.data as { access_token: string };
    expect(outcome(await app.http.get('/users/me', { Authorization: `Bearer ${token}` }))).toEqual([
      401,
      'token_revoked',
    ]);
    expect(outcome(await refresh(cookieOf(pair)))).toEqual([401, 'invalid_refresh_token']);
    expect(outcome(await logOut(cookieOf(pair)))).toEqual([401, 'invalid_refresh_token']);
    expect(outcome(await app.http.post('/auth/logout'))).toEqual([401, 'missing_token']);
    expect(outcome(await app.http.post('/auth/logout', undefined, { Cookie: 'other=1' }))).toEqual([
      401,
      'missing_token',
    ]);
    const [event] = await app.database.query<{ actor_id: number }>(
      `SELECT actor_id FROM events WHERE type = 'session.ended' AND subject_id = $1`,
      [ann.id],
    );
    expect(event?.actor_id).toBe(ann.id);
  });

  test('SPEC-035.7: in the body signs out too, and an access token clears the cookie', async () => {
    const { refresh_token } = (await signIn({})).body.data as { refresh_token: string };
    expect((await app.http.post('/auth/logout', { refresh_token })).status).toBe(200);
    expect(outcome(await app.http.post('/auth/refresh', { refresh_token }))).toEqual([401, 'invalid_refresh_token']);
    expect(outcome(await ann.post('/auth/logout', { refresh_token }))).toEqual([401, 'invalid_refresh_token']);
    expect((await ann.get('/users/me')).status).toBe(200);
    const pair = await signIn();
    const { access_token: token } = pair.body.data as { access_token: string };
    const answer = await logOut(cookieOf(pair), { Authorization: `Bearer ${token}` });
    expect([answer.status, isCleared(answer)]).toEqual([200, true]);
    expect(outcome(await refresh(cookieOf(pair)))).toEqual([401, 'invalid_refresh_token']);
  });

  test('SPEC-035.8: may be sent by pages of CORS_ORIGINS, and only to where it is taken', async () => {
    const allowed = async (path: string, origin = FRONT) =>
      ((await app.http.get(path, { Origin: origin })).headers as Record<string, string | undefined>)[
        'access-control-allow-credentials'
      ];
    expect(await allowed('/auth/login')).toBe('true');
    expect(await allowed('/users/me')).toBeUndefined();
    expect(await allowed('/auth/login', 'https://evil.example')).toBeUndefined();
    const headers = { Origin: FRONT, 'Access-Control-Request-Method': 'POST' };
    const preflight = await fetch(`${app.url}/auth/refresh`, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true');
    expect(preflight.headers.get('access-control-allow-origin')).toBe(FRONT);
  });
});
