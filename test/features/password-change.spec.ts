import { Client } from 'pg';
import { PasswordHasher } from '../../src/platform/passwords/password-hasher.js';
import { type TestApp, startApp } from '../support/app.js';
import { Mailbox } from '../support/mailbox.js';
import { PASSWORD, type Person } from '../support/people.js';
import { logIn, said } from '../support/tokens.js';

const OTHER = 'another good one of the tests';

let mailbox: Mailbox;
let app: TestApp;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

const change = (ann: Person, to: string, current = PASSWORD) =>
  ann.post('/users/me/password', { current_password: current, new_password: to });

/** Changes the hash on a connection of its own at the moment at which the change is about to write. */
async function changeMeanwhile(ann: Person, password: string): Promise<string> {
  const hash = await app.get(PasswordHasher).hash(password);
  const beside = new Client({ connectionString: app.databaseUrl });
  await beside.connect();
  await beside.query('BEGIN');
  await beside.query('UPDATE users SET password_hash = $2 WHERE id = $1', [ann.id, hash]);
  const answer = change(ann, OTHER);
  const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
    AND query LIKE '%UPDATE users SET password_hash%'`;
  while (!(await app.database.execute(waits)));
  await beside.query('COMMIT');
  await beside.end();
  return said(await answer);
}

describe('A change of password', () => {
  test('SPEC-013.42: goes on where the hash of the same password was renewed meanwhile', async () => {
    const ann = await app.person('Ann');
    expect(await changeMeanwhile(ann, PASSWORD)).toBe('200 fine');
    expect([said(await logIn(app, ann.email, OTHER)), said(await logIn(app, ann.email))]).toEqual([
      '200 fine',
      '401 invalid_credentials',
    ]);
  });

  test('SPEC-013.42: is refused where it is another password by now', async () => {
    const ann = await app.person('Ann');
    expect(await changeMeanwhile(ann, 'the password of somebody faster')).toBe('401 invalid_credentials');
    expect(said(await logIn(app, ann.email, OTHER))).toBe('401 invalid_credentials');
  });

  test.each([false, true])('SPEC-013.43: takes another password only (forced: %s)', async (isForced) => {
    const ann = await app.person('Ann');
    const composed = 'trois cafés, s’il vous plaît';
    expect(said(await change(ann, composed))).toBe('200 fine');
    const admin = await app.admin();
    if (isForced) await admin.patch(`/users/${ann.id}`, { password_must_change: true });
    for (const same of [composed, composed.normalize('NFD')]) {
      const { status, body } = await change(ann, same, composed);
      expect([status, body.error?.details]).toEqual([
        422,
        [expect.objectContaining({ field: 'new_password', code: 'unchanged' })],
      ]);
    }
    expect((await ann.get('/users/me')).body.data).toMatchObject({ password_must_change: isForced });
    expect(said(await change(ann, OTHER, composed))).toBe('200 fine');
    expect((await ann.get('/users/me')).body.data).toMatchObject({ password_must_change: false });
  });

  test('SPEC-013.43: a reset takes another one only too, and the link stays good for it', async () => {
    const ann = await app.person('Ann');
    await (await app.admin()).patch(`/users/${ann.id}`, { password_must_change: true });
    await app.http.post('/auth/password/forgot', { email: ann.email });
    while (mailbox.to(ann.email).length === 0) await app.idle();
    const token = /token=(\S+)/.exec(mailbox.newest(ann.email).text)?.[1];
    const reset = (password: string) => app.http.post('/auth/password/reset', { token, new_password: password });
    const { body } = await reset(PASSWORD);
    expect(body.error?.details).toEqual([expect.objectContaining({ field: 'new_password', code: 'unchanged' })]);
    expect(said(await reset(OTHER))).toBe('200 fine');
  });
});
