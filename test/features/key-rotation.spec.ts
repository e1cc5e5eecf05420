import { type TestApp, startApp, startBeside } from '../support/app.js';
import { enableSecondFactor } from '../support/authenticator.js';
import { Mailbox } from '../support/mailbox.js';
import { PASSWORD } from '../support/people.js';
import { signIn } from '../support/sessions.js';
import { pairOf, refresh, said } from '../support/tokens.js';

const OLD = 'the secret key of before, long enough';
const NEW = 'the secret key of now, which is as long';

let mailbox: Mailbox;
let before: TestApp;
/** Knows both keys. */
let rotating: TestApp;
/** Has forgotten the old one. */
let after: TestApp;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  const env = { SMTP_URL: mailbox.url, REFRESH_REUSE_GRACE_SECONDS: '300' };
  before = await startApp({ ...env, SECRET_KEY: OLD });
  rotating = await startBeside(before, { ...env, SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: OLD });
  after = await startBeside(before, { ...env, SECRET_KEY: NEW });
});

afterAll(async () => {
  await after.stop();
  await rotating.stop();
  await before.stop();
  await mailbox.close();
});

describe('While the secret key rotates', () => {
  test('SPEC-013.37: a second factor of before is read, and sealed anew by that', async () => {
    const ann = await before.person('Ann');
    const { app: device } = await enableSecondFactor(ann);
    expect(said(await signIn(after, ann, { totp_code: device.code() }))).toBe('401 totp_unreadable');
    expect(said(await signIn(rotating, ann, { totp_code: device.code() }))).toBe('200 fine');
    expect(said(await signIn(after, ann, { totp_code: device.code(1) }))).toBe('200 fine');
  });

  test('SPEC-013.37: a stored answer of before is given again, and sealed anew by that', async () => {
    const ann = await before.person('Ann');
    const ask = (app: TestApp) =>
      app.as(ann).post('/users/me/totp', { current_password: PASSWORD }, { 'Idempotency-Key': 'one-wish' });
    const first = await ask(before);
    expect(said(await ask(after))).toBe('409 idempotency_answer_unreadable');
    for (const app of [rotating, after]) {
      const again = await ask(app);
      expect([again.headers['idempotent-replayed'], again.body.data]).toEqual(['true', first.body.data]);
    }
  });

  test('SPEC-013.37: cursors and refresh tokens of before are good, and the same token has the same successor', async () => {
    const ann = await before.person('Ann');
    for (const name of ['One', 'Two', 'Three']) await ann.post('/projects', { name });
    const { next_cursor: cursor } = (await ann.get('/projects?limit=1')).body.data as { next_cursor: string };
    const next = (app: TestApp) => app.as(ann).get(`/projects?limit=1&cursor=${cursor}`);
    expect([said(await next(rotating)), said(await next(after))]).toEqual(['200 fine', '400 invalid_cursor']);
    const { refresh_token: token } = await pairOf(before, ann);
    const [first, again] = [await refresh(before, token), await refresh(rotating, token)];
    expect((again.body.data as { refresh_token: string }).refresh_token).toBe(
      (first.body.data as { refresh_token: string }).refresh_token,
    );
  });

  test('SPEC-013.37: links of before are good', async () => {
    const ann = await before.person('Ann');
    await before.http.post('/auth/password/forgot', { email: ann.email });
    await before.idle();
    const token = /token=(\S+)/.exec(mailbox.newest(ann.email).text)?.[1];
    const answer = await rotating.http.post('/auth/password/reset', { token, new_password: 'a wholly new one' });
    expect(said(answer)).toBe('200 fine');
  });
});

describe('Where the secret key is gone', () => {
  test('SPEC-013.38: a code says so, on every route, and a backup code still works', async () => {
    const ann = await before.person('Ann');
    const { app: device, backupCodes } = await enableSecondFactor(ann);
    const codes = { totp_code: device.code() };
    expect(said(await signIn(after, ann, codes))).toBe('401 totp_unreadable');
    expect(said(await after.as(ann).post('/users/me/backup-codes', codes))).toBe('401 totp_unreadable');
    expect(said(await after.as(ann).delete('/users/me/totp', { ...codes, current_password: PASSWORD }))).toBe(
      '401 totp_unreadable',
    );
    expect(said(await signIn(after, ann, { backup_code: backupCodes[0] }))).toBe('200 fine');
    const end = { backup_code: backupCodes[1], current_password: PASSWORD };
    expect(said(await after.as(ann).delete('/users/me/totp', end))).toBe('200 fine');
  });

  test('SPEC-013.38: an administrator switches it off', async () => {
    const [ann, admin] = [await before.person('Ann'), await before.admin()];
    await enableSecondFactor(ann);
    expect(said(await after.as(admin).delete(`/users/${ann.id}/totp`))).toBe('200 fine');
    expect(said(await signIn(after, ann, {}))).toBe('200 fine');
  });
});
