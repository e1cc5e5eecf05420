import { type TestApp, startApp, startBeside } from '../support/app.js';
import { programOf } from '../support/api-tokens.js';
import { enableSecondFactor } from '../support/authenticator.js';
import { LiveClient } from '../support/live-client.js';
import { Mailbox } from '../support/mailbox.js';
import { said } from '../support/outcome.js';
import { addPasskey, PAGE, passkeyOf, signInWith } from '../support/passkeys.js';
import type { Person } from '../support/people.js';
import { SoftwareAuthenticator } from '../support/software-authenticator.js';
import { logIn } from '../support/tokens.js';
import { until } from '../support/until.js';

const WAITS = `
  SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
const NEW_PASSWORD = 'another good one for the tests';

let mailbox: Mailbox;
let app: TestApp;
let beside: TestApp;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  const env = { SMTP_URL: mailbox.url };
  app = await startApp(env);
  beside = await startBeside(app, env);
});
afterEach(() => LiveClient.closeAll());
afterAll(async () => {
  await beside.stop();
  await app.stop();
  await mailbox.close();
});

/** Somebody who has signed up with the address of somebody else. */
async function squatter(): Promise<Person> {
  const person = await app.person('Mallory');
  await app.database.execute('UPDATE users SET email_confirmed_at = NULL WHERE id = $1', [person.id]);
  return person;
}

/** Whoever reads the mail of the address sets a new password. */
async function reset({ email }: Person): Promise<void> {
  await app.http.post('/auth/password/forgot', { email });
  await app.idle();
  const token = /reset-password#token=(\S+)/.exec(mailbox.newest(email).text)?.[1];
  expect((await app.http.post('/auth/password/reset', { token, new_password: NEW_PASSWORD })).status).toBe(200);
}

/** Everything that lets somebody in without a password, or reads for them. */
async function keysOf(person: Person) {
  const program = await programOf(person);
  const { authenticator } = await passkeyOf(person);
  const { url } = (await person.post('/users/me/calendar')).body.data as { url: string };
  const calendar = new URL(url).pathname;
  return {
    token: async (at: TestApp) => said(await program.at(at.url).get('/users/me')),
    passkey: async (at: TestApp) => said(await signInWith(at, authenticator)),
    calendar: async (at: TestApp) => (await fetch(at.url + calendar)).status,
    program,
  };
}

const eventsOf = async ({ id }: Person) =>
  (await app.database.query<{ type: string }>('SELECT type FROM events WHERE subject_id = $1 ORDER BY id', [id])).map(
    ({ type }) => type,
  );

describe('The account of somebody who has never shown that the address is theirs', () => {
  test('SPEC-013.47: is left with nothing that lets them in or reads for them, once a reset has shown whose it is', async () => {
    const mallory = await squatter();
    const { token, passkey, calendar, program } = await keysOf(mallory);
    await enableSecondFactor(mallory);
    const socket = LiveClient.knock(beside.url, { token: program.made.token });
    await socket.until(() => socket.says('ready').length > 0);
    expect([await token(beside), await passkey(app), await calendar(app)]).toEqual(['200', '200', 200]);

    await reset(mallory);

    for (const at of [app, beside]) {
      expect([await passkey(at), await calendar(at)]).toEqual(['401 invalid_credentials', 404]);
      expect(await token(at)).toMatch(/^401 /);
    }
    expect((await socket.closing())?.code).toBe('token_revoked');
    expect(said(await mallory.get('/users/me'))).toBe('401 token_revoked');
    const owner = await logIn(app, mallory.email, NEW_PASSWORD);
    expect(said(owner)).toBe('200');
    const { access_token: bearer } = owner.body.data as { access_token: string };
    const me = await app.http.get('/users/me', { Authorization: `Bearer ${bearer}` });
    expect(me.body.data).toMatchObject({ email_confirmed: true, totp_enabled: false });
    expect(await app.database.query('SELECT FROM backup_codes WHERE user_id = $1', [mallory.id])).toEqual([]);
    expect(await eventsOf(mallory)).toContain('account.reclaimed');
    await app.idle();
    expect(mailbox.to(mallory.email).map(({ headers }) => headers.subject)).toContain('The account is yours');
  });

  test.each([
    ['an API token', (mallory: Person) => mallory.post('/users/me/tokens', { name: 'late' }), 'api_tokens'],
    ['an address of the calendar', (mallory: Person) => mallory.post('/users/me/calendar'), 'calendar_addresses'],
    ['a passkey', (mallory: Person) => addPasskey(mallory, new SoftwareAuthenticator(PAGE)), 'passkeys'],
  ])('SPEC-013.47: %s is not made by a request that has waited for the reset', async (_, ask, table) => {
    const mallory = await squatter();
    const { database } = app;
    const late = await database.transaction(async () => {
      await database.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [mallory.id]);
      const waiting = ask(mallory);
      await until(async () => (await beside.database.query(WAITS)).length > 0);
      await database.execute('UPDATE sessions SET ended_at = now() WHERE user_id = $1', [mallory.id]);
      return { waiting };
    });
    expect(said(await late.waiting)).toBe('401 token_revoked');
    expect(await database.query(`SELECT FROM ${table} WHERE user_id = $1`, [mallory.id])).toEqual([]);
  });

  test('SPEC-013.47, SPEC-013.14: once it was confirmed, a reset leaves them, and the second factor is required', async () => {
    const ann = await app.person('Ann');
    const { token, passkey, calendar } = await keysOf(ann);
    await enableSecondFactor(ann);
    await reset(ann);
    expect([await token(beside), await passkey(app), await calendar(app)]).toEqual(['200', '200', 200]);
    expect(said(await logIn(app, ann.email, NEW_PASSWORD))).toBe('401 totp_required');
    expect(await eventsOf(ann)).not.toContain('account.reclaimed');
  });
});
