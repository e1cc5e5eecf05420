import { Courier } from '../../src/platform/events/courier.js';
import { type TestApp, startApp, startBeside } from '../support/app.js';
import { enableSecondFactor } from '../support/authenticator.js';
import type { Answer } from '../support/client.js';
import { Mailbox } from '../support/mailbox.js';
import { PASSWORD, type Person } from '../support/people.js';
import { logIn, pairOf, refresh, said, whoAmI } from '../support/tokens.js';

const NEW_PASSWORD = 'another good one for the tests';

let mailbox: Mailbox;
let app: TestApp;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, PUBLIC_URL: 'https://tasks.example.com' });
});
afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

const forgot = (email: string, headers = {}) => app.http.post('/auth/password/forgot', { email }, headers);
const reset = (token: string, new_password = NEW_PASSWORD) =>
  app.http.post('/auth/password/reset', { token, new_password });
const linksTo = ({ email }: { email: string }) =>
  mailbox.to(email).flatMap(({ text }) => /https?:\S+#token=(\S+)/.exec(text)?.slice(0, 1) ?? []);

/** The token of the newest link that came by mail. */
async function linkFor(person: Person): Promise<string> {
  await forgot(person.email);
  await app.idle();
  return linksTo(person).at(-1)?.split('#token=')[1] ?? 'no link came';
}

const older = (minutes: number, { id }: Person) =>
  app.database.execute(
    `UPDATE mail_links SET created_at = created_at - make_interval(mins => $2), expires_at = expires_at - make_interval(mins => $2)
     WHERE user_id = $1`,
    [id, minutes],
  );

describe('Whoever has forgotten their password', () => {
  test('SPEC-013.10: is answered in the same words, known or not, and only the owner is sent a link', async () => {
    const ann = await app.person('Ann');
    const before = mailbox.mails.length;
    const [known, unknown] = [await forgot(` ${ann.email.toUpperCase()} `), await forgot('nobody.at.all@example.com')];
    for (const { status, body } of [known, unknown]) expect([status, body]).toEqual([202, known.body]);
    expect(known.body).toEqual({ data: null, error: null, meta: {} });
    expect(Object.keys(unknown.headers)).toEqual(Object.keys(known.headers));
    await app.idle();
    expect(linksTo(ann)).toHaveLength(1);
    expect(mailbox.mails).toHaveLength(before + 1);
  });

  test('SPEC-013.10: is answered in the same time, and not by what the mail takes', async () => {
    const ann = await app.person('Ann');
    const took = async (email: string) => {
      const start = performance.now();
      await forgot(email);
      return performance.now() - start;
    };
    for (let round = 0; round < 5; round++) {
      const [known, unknown] = [await took(ann.email), await took('nobody.at.all@example.com')];
      expect(Math.min(known, unknown)).toBeGreaterThanOrEqual(99);
    }
  });

  test('SPEC-013.10: is sent nothing where the account is disabled', async () => {
    const dora = await app.person('Dora');
    await (await app.admin()).patch(`/users/${dora.id}`, { is_active: false });
    expect((await forgot(dora.email)).status).toBe(202);
    await app.idle();
    expect(mailbox.to(dora.email)).toEqual([]);
  });

  test('SPEC-013.11: is sent three links an hour, and the third goes on working', async () => {
    const ann = await app.person('Ann');
    for (let wish = 1; wish <= 5; wish++) expect((await forgot(ann.email)).status).toBe(202);
    await app.idle();
    expect(linksTo(ann)).toHaveLength(3);
    const newest = linksTo(ann).at(-1)?.split('#token=')[1] ?? '';
    expect(said(await reset(newest))).toBe('200 fine');
    await older(61, ann);
    await linkFor(ann);
    expect(linksTo(ann)).toHaveLength(4);
  });

  test.each([{}, { email: 'no address' }, { email: null }, { email: 'a@example.com', user_id: 1 }])(
    'is told what is wrong with %j',
    async (body) => {
      expect(said(await app.http.post('/auth/password/forgot', body))).toBe('422 validation_failed');
    },
  );
});

describe('A link', () => {
  test('SPEC-013.12: sets a new password, once its owner opens it', async () => {
    const ann = await app.person('Ann');
    const { status, body } = await reset(await linkFor(ann));
    expect([status, body.data]).toEqual([200, null]);
    expect(said(await logIn(app, ann.email, NEW_PASSWORD))).toBe('200 fine');
    expect(said(await logIn(app, ann.email))).toBe('401 invalid_credentials');
  });

  test('SPEC-013.13: works once, for thirty minutes, and only the newest', async () => {
    const ann = await app.person('Ann');
    const first = await linkFor(ann);
    const second = await linkFor(ann);
    expect(said(await reset(first))).toBe('422 invalid_token_link');
    await older(31, ann);
    expect(said(await reset(second))).toBe('422 invalid_token_link');
    expect(said(await logIn(app, ann.email))).toBe('200 fine');
    const third = await linkFor(ann);
    await older(29, ann);
    expect(said(await reset(third))).toBe('200 fine');
    expect(said(await reset(third, 'a third one for the tests'))).toBe('422 invalid_token_link');
    expect(said(await reset(second))).toBe('422 invalid_token_link');
    expect(said(await logIn(app, ann.email, NEW_PASSWORD))).toBe('200 fine');
  });

  test('SPEC-013.13: is none if we did not make it, or made it for something else', async () => {
    const ann = await app.person('Ann');
    const email = `${ann.id}.moved@example.org`;
    await ann.post('/users/me/email', { email, current_password: PASSWORD });
    await app.idle();
    const forAddress = /token=(\S+)/.exec(mailbox.newest(email).text)?.[1] ?? '';
    expect(forAddress).not.toBe('');
    for (const token of ['x', 'A'.repeat(43), '\u0436', forAddress])
      expect(said(await reset(token))).toBe('422 invalid_token_link');
    for (const token of ['', 1, null, 'x'.repeat(201)])
      expect(said(await app.http.post('/auth/password/reset', { token, new_password: NEW_PASSWORD }))).toBe(
        '422 validation_failed',
      );
  });

  test('SPEC-013.5, SPEC-013.8: takes no bad password, and is not lost by that', async () => {
    const ann = await app.person('Ann');
    const token = await linkFor(ann);
    for (const password of ['short', 'x'.repeat(129), 'iloveyou123'])
      expect(said(await reset(token, password))).toBe('422 validation_failed');
    expect((await reset(token, 'Password123')).body.error?.details).toMatchObject([
      { field: 'new_password', code: 'breached' },
    ]);
    expect(said(await reset(token))).toBe('200 fine');
  });

  test('SPEC-013.14: ends every session, and leaves the second factor', async () => {
    const ann = await app.person('Ann');
    const pair = await pairOf(app, ann);
    const { app: device } = await enableSecondFactor(ann);
    expect(said(await reset(await linkFor(ann)))).toBe('200 fine');
    expect(said(await ann.get('/users/me'))).toBe('401 token_revoked');
    expect(said(await whoAmI(app, pair.access_token))).toBe('401 token_revoked');
    expect(said(await refresh(app, pair.refresh_token))).toBe('401 invalid_refresh_token');
    expect(said(await logIn(app, ann.email, NEW_PASSWORD))).toBe('401 totp_required');
    const both = { email: ann.email, password: NEW_PASSWORD, totp_code: device.code() };
    expect(said(await app.http.post('/auth/login', both))).toBe('200 fine');
  });

  test('SPEC-013.14: also takes off that the password must be changed', async () => {
    const ann = await app.person('Ann');
    await (await app.admin()).patch(`/users/${ann.id}`, { password_must_change: true });
    await reset(await linkFor(ann));
    const { access_token } = await pairOf(app, ann, NEW_PASSWORD);
    expect(said(await app.http.get('/projects', { Authorization: `Bearer ${access_token}` }))).toBe('200 fine');
  });

  test('SPEC-013.15: begins with the board at PUBLIC_URL where no APP_URL is set, whatever host was asked', async () => {
    const ann = await app.person('Ann');
    await forgot(ann.email, {
      Host: 'evil.example.com',
      'X-Forwarded-Host': 'evil.example.com',
      Origin: 'https://evil.example',
    });
    await app.idle();
    expect(linksTo(ann)).toHaveLength(1);
    expect(linksTo(ann)[0]).toMatch(/^https:\/\/tasks\.example\.com\/app\/reset-password#token=[\w-]{43}$/);
    expect(JSON.stringify(mailbox.newest(ann.email))).not.toContain('evil');
  });

  test('SPEC-013.15: is in no table', async () => {
    const ann = await app.person('Ann');
    const token = await linkFor(ann);
    const tables = ['mail_links', 'events', 'deliveries', 'users', 'kept_answers'];
    const rows = await app.database.query(
      tables.map((name) => `SELECT x::text AS row FROM ${name} x`).join(' UNION ALL '),
    );
    const all = JSON.stringify(rows);
    for (const form of [token, Buffer.from(token, 'base64url').toString('hex')]) expect(all).not.toContain(form);
  });

  test('SPEC-011.12: is cleared away a day after its time, and not before', async () => {
    const [ann, bob] = [await app.person('Ann'), await app.person('Bob')];
    await linkFor(ann);
    const good = await linkFor(bob);
    await older(25 * 60, ann);
    await app.database.execute(`DELETE FROM schedules WHERE name = 'clear-mail-links'`);
    const other = await startBeside(app, { SMTP_URL: mailbox.url });
    await other.idle();
    await other.stop();
    expect(await app.database.query('SELECT FROM mail_links WHERE user_id = $1', [ann.id])).toEqual([]);
    expect(said(await reset(good))).toBe('200 fine');
  });
});

describe('The owner of an account', () => {
  const notices = ({ email }: Person) =>
    mailbox.to(email).filter(({ headers }) => headers.subject === 'Your password was changed');

  test('SPEC-013.16: is told that the password was changed, by a link or by themselves', async () => {
    const ann = await app.person('Ann');
    await reset(await linkFor(ann));
    await app.idle();
    expect(notices(ann)).toHaveLength(1);
    const bob = await app.person('Bob');
    await bob.post('/users/me/password', { current_password: PASSWORD, new_password: NEW_PASSWORD });
    await app.idle();
    expect(notices(bob)).toHaveLength(1);
    for (const { text } of mailbox.mails)
      for (const secret of [PASSWORD, NEW_PASSWORD]) expect(text).not.toContain(secret);
  });

  test('SPEC-011.9: gets the mail once the mail server is back, and nobody waits for it', async () => {
    const ann = await app.person('Ann');
    const away = await startApp({ SMTP_URL: 'smtp://127.0.0.1:9' });
    const bob = await away.person('Bob');
    const answer: Answer = await away.http.post('/auth/password/forgot', { email: bob.email });
    await away.idle();
    const waiting = await away.database.query<{ attempts: number; dead_at: Date | null }>(
      'SELECT attempts, dead_at FROM deliveries WHERE outside',
    );
    expect([answer.status, waiting]).toEqual([202, [{ attempts: 1, dead_at: null }]]);
    await away.get(Courier).beforeApplicationShutdown(); // Or this one may take the mail once more.
    const back = await startBeside(away, { SMTP_URL: mailbox.url });
    await away.database.execute('UPDATE deliveries SET due_at = now()');
    await back.idle();
    expect(linksTo(bob)).toHaveLength(1);
    await back.stop();
    await away.stop();
    expect(linksTo(ann)).toHaveLength(0);
  });
});
