import { type TestApp, startApp } from '../support/app.js';
import { AuthenticatorApp } from '../support/authenticator.js';
import { LogLines } from '../support/log-lines.js';
import { Mailbox } from '../support/mailbox.js';

const KEY = 'an-api-key-that-nobody-should-see-1';
const EMAIL = 'sue@example.com';
const FIRST = 'the very first passphrase of Sue';
const SECOND = 'the other passphrase of Sue';
const WRONG = 'a passphrase that is not hers';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

const written = new LogLines();
let mailbox: Mailbox;
let app: TestApp;
/** Everything that must be nowhere but in its own answer. */
const secrets: Record<string, string> = { KEY, FIRST, SECOND, WRONG };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, INTERNAL_API_KEYS: KEY }, written.log);
  await live();
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

interface Pair {
  access_token: string;
  refresh_token: string;
}

function keep(name: string, pair: Pair): Pair {
  secrets[`${name} access`] = pair.access_token;
  secrets[`${name} refresh`] = pair.refresh_token;
  return pair;
}

async function signIn(password: string): Promise<Pair> {
  const { body } = await app.http.post('/auth/login', { email: EMAIL, password });
  return keep(`sign-in ${Object.keys(secrets).length}`, body.data);
}

/** All that somebody does with secrets, rightly and wrongly. */
async function live(): Promise<void> {
  await app.http.post('/auth/register', { email: EMAIL, password: FIRST, display_name: 'Sue' });
  await app.http.post('/auth/login', { email: EMAIL, password: WRONG });
  await app.http.post('/auth/login', { email: EMAIL, password: { nested: WRONG } });
  await app.http.post('/auth/login', `{"email":"${EMAIL}","password":"${WRONG}"`, {
    'Content-Type': 'application/json',
  });
  await app.http.post(
    `/auth/token?password=${encodeURIComponent(WRONG)}`,
    `grant_type=password&password=${WRONG}`,
    FORM,
  );
  const form = await app.http.post(
    '/auth/token',
    `grant_type=password&username=${EMAIL}&password=${encodeURIComponent(FIRST)}`,
    FORM,
  );
  keep('form', form.body as unknown as Pair);
  const first = await signIn(FIRST);
  keep('refreshed', (await app.http.post('/auth/refresh', { refresh_token: first.refresh_token })).body.data);
  const pair = await signIn(FIRST);
  const bearer = { Authorization: `Bearer ${pair.access_token}` };
  await app.http.get(`/projects?access_token=${pair.access_token}`, bearer);
  await app.http.get('/metrics', { 'X-API-Key': KEY });
  await app.http.get('/metrics', { 'X-API-Key': `${KEY}x`, ...bearer });
  await secondFactor(bearer);
  await passwords(bearer);
  await app.idle();
}

async function secondFactor(bearer: Record<string, string>): Promise<void> {
  const prepared = await app.http.post(
    '/users/me/totp',
    { current_password: FIRST },
    { ...bearer, 'Idempotency-Key': 'once' },
  );
  const { secret } = prepared.body.data as { secret: string };
  secrets['TOTP secret'] = secret;
  const phone = new AuthenticatorApp(secret);
  const confirmed = await app.http.post('/users/me/totp/confirm', { totp_code: phone.code() }, bearer);
  const { backup_codes: codes } = confirmed.body.data as { backup_codes: string[] };
  codes.forEach((code, index) => (secrets[`backup code ${index}`] = code));
  await app.http.post('/auth/login', { email: EMAIL, password: FIRST, backup_code: codes[0] });
  await app.http.post('/auth/login', { email: EMAIL, password: FIRST, backup_code: codes[0] });
}

async function passwords(bearer: Record<string, string>): Promise<void> {
  await app.http.post('/users/me/password', { current_password: WRONG, new_password: SECOND }, bearer);
  await app.http.post('/users/me/password', { current_password: FIRST, new_password: SECOND }, bearer);
  await app.http.post('/auth/password/forgot', { email: EMAIL });
  await app.idle();
  const link = /token=([\w-]+)/.exec(mailbox.newest(EMAIL).text)?.[1] ?? '';
  secrets['reset link'] = link;
  await app.http.post('/auth/password/reset', { token: link, new_password: 'short' });
  await app.http.post('/auth/password/reset', { token: link, new_password: FIRST });
  await app.http.post('/auth/password/reset', { token: link, new_password: FIRST });
}

function foundIn(text: string): string[] {
  const forms = (secret: string) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return Object.keys(secrets).filter((name) => forms(secrets[name] ?? '').some((form) => form && text.includes(form)));
}

describe('Secrets', () => {
  test('are all there for this test to look for', () => {
    expect(Object.values(secrets).filter((secret) => secret.length < 8)).toEqual([]);
    expect(Object.keys(secrets).length).toBeGreaterThan(20);
  });

  test('SPEC-015.12: are in no line of the log', () => {
    expect(written.lines.length).toBeGreaterThan(15);
    expect(foundIn(written.all)).toEqual([]);
  });

  test('SPEC-016.7, SPEC-015.12: are in no entry of the audit log, as it is stored and as it is shown', async () => {
    const stored = await app.database.query<{ text: string }>('SELECT to_jsonb(e)::text AS text FROM events e');
    expect(stored.length).toBeGreaterThan(10);
    expect(foundIn(stored.map(({ text }) => text).join())).toEqual([]);
    const admin = await app.admin();
    expect(foundIn((await admin.get('/audit/events?limit=100')).text)).toEqual([]);
  });

  test('SPEC-015.12: are in no table as they are', async () => {
    const tables = await app.database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    for (const { name } of tables) {
      const rows = await app.database.query<{ text: string }>(`SELECT to_jsonb(t)::text AS text FROM "${name}" t`);
      expect([name, foundIn(rows.map(({ text }) => text).join())]).toEqual([name, []]);
    }
  });
});
