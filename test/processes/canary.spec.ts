import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { generateRsaPrivateKey } from '../../src/platform/config/keys.js';
import { AuthenticatorApp } from '../support/authenticator.js';
import { Canaries } from '../support/canaries.js';
import { useApiToken } from '../support/canary-api-token.js';
import { readCalendar } from '../support/canary-calendar.js';
import { inviteAndAccept } from '../support/canary-invitation.js';
import { comeAndGoOnSockets, useKeys } from '../support/canary-keys.js';
import { providerSettings, signInElsewhere } from '../support/canary-oidc.js';
import { rotateWebhook } from '../support/canary-webhook.js';
import { cloneDatabase, type TestDatabase } from '../support/databases.js';
import { until } from '../support/until.js';
import { LiveClient } from '../support/live-client.js';
import { Mailbox } from '../support/mailbox.js';
import { OddProvider } from '../support/odd-provider.js';
import { emptyCheckout, Program } from '../support/program.js';
import { Visitor } from '../support/visitor.js';

const SUE = 'sue@example.com';
const NEW_SUE = 'susan@example.com';
const checkout = emptyCheckout();
let database: TestDatabase;
let client: Client;
let mailbox: Mailbox;
/** Fails, so that it is complained about. */
let rangeService: Server;
let provider: OddProvider;
let secrets: Canaries;
let program: Program;
let sue: Visitor;
beforeEach(async () => {
  secrets = new Canaries();
  database = await cloneDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  mailbox = await Mailbox.open();
  provider = await OddProvider.open();
  rangeService = createServer((_, response) => response.writeHead(500).end()).listen(0, '127.0.0.1');
  await once(rangeService, 'listening');
});
afterEach(async () => {
  LiveClient.closeAll();
  rangeService.close();
  await provider.close();
  await mailbox.close();
  await client.end();
  await database.drop();
});

async function start(env: Record<string, string>): Promise<void> {
  const pem = generateRsaPrivateKey();
  secrets.keep('private key', pem.split('\n')[3] ?? '');
  program = await Program.start(checkout.path, {
    HOST: '127.0.0.1',
    LOG_LEVEL: 'trace',
    DATABASE_URL: database.url,
    SMTP_URL: mailbox.url,
    HIBP_ENABLED: 'true',
    HIBP_URL: `http://127.0.0.1:${(rangeService.address() as AddressInfo).port}`,
    RATE_LIMIT_REQUESTS: '100000',
    LOGIN_FAILURES_PER_MINUTE: '1000',
    REFRESH_REUSE_GRACE_SECONDS: '0',
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: secrets.make('administrator'),
    JWT_PRIVATE_KEY: pem,
    SECRET_KEY: secrets.keep('SECRET_KEY', 'canary-of-the-secret-key-0123456789'),
    INTERNAL_API_KEYS: secrets.keep('API key', 'canary-of-the-api-key-0123456789'),
    ...env,
  });
  sue = new Visitor(program.url, secrets);
}

async function linkTo(address: string, page: string, name: string): Promise<string> {
  const links = () => mailbox.to(address).flatMap(({ text }) => text.split(`/${page}#token=`)[1]?.split('\n')[0] ?? []);
  await until(() => links().length > 0);
  return secrets.keep(name, links().at(-1) ?? '');
}

/** As the owner of the address: a later reset leaves the account's second factor. */
async function confirmAddress(): Promise<void> {
  const token = await linkTo(SUE, 'confirm-email', 'link for the address');
  expect((await sue.post('/auth/email/confirm', { token })).status).toBe(200);
}

async function signInEveryWay(password: string): Promise<void> {
  const wrong = secrets.make('wrong password');
  await sue.post('/auth/register', { email: SUE, password, display_name: 'Sue' });
  await sue.post('/auth/register', { email: SUE, password: secrets.make('of a taken address'), display_name: 'Sue' });
  const badForm = { email: 'x', password: secrets.make('of a bad form'), display_name: '', token: wrong };
  await sue.post('/auth/register', badForm);
  await sue.post('/auth/login', { email: SUE, password: wrong });
  await sue.post('/auth/login', { email: secrets.make('typed where the address goes'), password: wrong });
  await sue.post('/auth/login', { email: SUE, password: [wrong], totp_code: { is: wrong } });
  await sue.post('/auth/login', `{"email":"${SUE}","password":"${secrets.make('in broken JSON')}`);
  await sue.post(`/auth/login?password=${encodeURIComponent(wrong)}`, { email: SUE, password });
  await sue.post(`/nowhere?token=${encodeURIComponent(secrets.make('in a query'))}`, { password });
  await sue.form({ grant_type: 'password', username: SUE, password: wrong, client_secret: secrets.make('client') });
  await sue.form({ grant_type: 'password', username: SUE, password });
  await sue.signIn({ email: SUE, password });
}

async function refreshAndSteal(password: string): Promise<void> {
  const first = sue.refreshToken;
  await sue.refresh(first);
  await sue.form({ grant_type: 'refresh_token', refresh_token: sue.refreshToken });
  await sue.post('/auth/refresh', { refresh_token: secrets.make('false refresh token') });
  expect((await sue.post('/auth/refresh', { refresh_token: first })).code).toBe('refresh_token_reused');
  expect((await sue.get('/users/me')).code).toBe('token_revoked');
  await sue.signIn({ email: SUE, password });
}

/** @returns the authenticator and a backup code that is good */
async function secondFactor(password: string): Promise<{ phone: AuthenticatorApp; code: string }> {
  const wrong = secrets.make('wrong current password');
  await sue.post('/users/me/totp', { current_password: wrong }, { 'Idempotency-Key': 'wrong' });
  const prepared = await sue.post('/users/me/totp', { current_password: password }, { 'Idempotency-Key': 'prepare' });
  const phone = new AuthenticatorApp(secrets.keep('TOTP secret', prepared.data.secret as string));
  await sue.post('/users/me/totp', { current_password: password }, { 'Idempotency-Key': 'prepare' });
  await sue.post('/users/me/totp/confirm', { totp_code: phone.wrong() });
  const confirmed = await sue.post(
    '/users/me/totp/confirm',
    { totp_code: await phone.next() },
    { 'Idempotency-Key': 'c' },
  );
  const codes = confirmed.data.backup_codes as string[];
  codes.forEach((code, index) => secrets.keep(`backup code ${index}`, code));
  const [spent = '', code = ''] = codes;
  await sue.post('/auth/login', { email: SUE, password, totp_code: phone.wrong() });
  await sue.post('/auth/login', { email: SUE, password, backup_code: secrets.make('no backup code') });
  await sue.signIn({ email: SUE, password, backup_code: spent });
  await sue.form({ grant_type: 'password', username: SUE, password, backup_code: spent });
  return { phone, code };
}

/** @returns the password that holds in the end */
async function changePasswords(password: string): Promise<string> {
  const second = secrets.make('second password');
  await sue.post('/users/me/password', { current_password: secrets.make('not hers'), new_password: second });
  await sue.post('/users/me/password', { current_password: password, new_password: 'password' });
  expect((await sue.post('/users/me/password', { current_password: password, new_password: second })).status).toBe(200);
  await sue.post('/auth/password/forgot', { email: SUE });
  await sue.post('/auth/password/forgot', { email: 'nobody@example.com' });
  const token = await linkTo(SUE, 'reset-password', 'link for a new password');
  const third = secrets.make('third password');
  await sue.post('/auth/password/reset', { token: secrets.make('false link'), new_password: third });
  await sue.post('/auth/password/reset', { token, new_password: 'short' });
  expect((await sue.post('/auth/password/reset', { token, new_password: third })).status).toBe(200);
  await sue.post('/auth/password/reset', { token, new_password: secrets.make('too late') });
  return third;
}

async function moveAddress(
  password: string,
  { phone, code }: { phone: AuthenticatorApp; code: string },
): Promise<void> {
  await sue.signIn({ email: SUE, password, backup_code: code });
  await sue.post('/users/me/email', { email: NEW_SUE, current_password: secrets.make('guess') });
  await sue.post('/users/me/email', { email: NEW_SUE, current_password: password });
  const token = await linkTo(NEW_SUE, 'confirm-email', 'link for a new address');
  await sue.post('/auth/email/confirm', { token: secrets.make('false confirmation') });
  expect((await sue.post('/auth/email/confirm', { token })).status).toBe(200);
  const fresh = await sue.post(
    '/users/me/backup-codes',
    { totp_code: await phone.next() },
    { 'Idempotency-Key': 'more' },
  );
  (fresh.data.backup_codes as string[]).forEach((one, index) => secrets.keep(`new backup code ${index}`, one));
  await sue.send('DELETE', '/users/me/totp', { current_password: password, totp_code: await phone.next() });
}

/** The database complains, and says with which values. */
async function breakThings(): Promise<void> {
  await client.query(`ALTER TABLE users ADD CONSTRAINT no_rows CHECK (display_name <> 'Unlucky')`);
  const unlucky = { email: 'unlucky@example.com', password: secrets.make('of the unlucky'), display_name: 'Unlucky' };
  expect((await sue.post('/auth/register', unlucky)).status).toBe(500);
  await client.query('ALTER TABLE refresh_tokens RENAME TO elsewhere');
  const { status } = await sue.post('/auth/refresh', { refresh_token: sue.refreshToken });
  await client.query('ALTER TABLE elsewhere RENAME TO refresh_tokens');
  expect(status).toBe(500);
}

async function live(isElsewhere: boolean): Promise<void> {
  const password = secrets.make('first password');
  await signInEveryWay(password);
  await confirmAddress();
  await refreshAndSteal(password);
  await comeAndGoOnSockets(sue, secrets);
  await useKeys(sue, secrets);
  expect(await useApiToken(sue, secrets)).toEqual([200, 401, 401]);
  expect(await rotateWebhook(sue, secrets)).toEqual([201, 200, 200]);
  expect(await readCalendar(sue, secrets)).toEqual([200, 404]);
  expect(await inviteAndAccept(sue, secrets, { email: 'guest@example.com', linkTo })).toBe(200);
  if (isElsewhere) expect(await signInElsewhere(program.url, provider, secrets)).toEqual([401, 200, 401]);
  const factor = await secondFactor(password);
  await moveAddress(await changePasswords(password), factor);
  await breakThings();
  await sue.post('/auth/logout');
  await until(async () => (await rowsOf('deliveries')).length === 0);
}

async function rowsOf(table: string): Promise<string[]> {
  const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${table}" t`);
  return rows.map(({ row }) => row);
}

async function keepHashes(): Promise<void> {
  const { rows } = await client.query<{ hash: string }>(`
    SELECT password_hash AS hash FROM users UNION ALL SELECT encode(token_hash, 'hex') FROM refresh_tokens
    UNION ALL SELECT encode(token_hash, 'hex') FROM mail_links UNION ALL SELECT encode(code_hash, 'hex') FROM backup_codes`);
  rows.forEach(({ hash }, index) => secrets.keep(`hash ${index}`, hash.slice(-30)));
}

async function tables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  return rows.map(({ name }) => name);
}

describe('No secret of a run is in clear', () => {
  it.each([
    ['in production', { NODE_ENV: 'production', PUBLIC_URL: 'https://fasttrack.example.com' }],
    ['in development', { NODE_ENV: 'development' }],
  ])('SPEC-015.12, SPEC-016.7, SPEC-044.8: %s: in a log line, an error, a mail or a table', async (_, env) => {
    // In production, providers have TLS.
    const isElsewhere = env.NODE_ENV === 'development';
    await start({ ...env, ...(isElsewhere && providerSettings(provider, secrets)) });
    await live(isElsewhere);
    await keepHashes();
    await program.end('SIGTERM');
    expect(secrets.names.length).toBeGreaterThan(60);

    expect(program.said.split('\n').length).toBeGreaterThan(60);
    expect(secrets.foundIn(program.said)).toEqual([]);
    expect(sue.refusals.length).toBeGreaterThan(25);
    for (const refusal of sue.refusals) expect(secrets.foundIn(refusal)).toEqual([]);
    for (const { text } of mailbox.mails) expect(secrets.without('link for').foundIn(text)).toEqual([]);
    // What is meant to hold them is found out: so the search does see.
    const sent = mailbox.mails.map(({ text }) => text).join('\n');
    expect(secrets.foundIn(sent).map(({ secret }) => secret)).toHaveLength(4);
    expect(secrets.foundIn((await rowsOf('users')).join('\n'))).not.toEqual([]);
    for (const table of await tables())
      expect([table, secrets.without('hash').foundIn((await rowsOf(table)).join('\n'))]).toEqual([table, []]);
  });
});
