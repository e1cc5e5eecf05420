import { startApp } from '../support/app.js';
import { enableSecondFactor } from '../support/authenticator.js';
import { Browser, errorOf, FRONT } from '../support/browser.js';
import { setTime } from '../support/clock.js';
import { admin, app, codeOf, corp, exchange, linked, newcomer, signIn, onStage } from '../support/oidc-stage.js';
import { said } from '../support/outcome.js';

onStage();

describe('A code of a sign-in', () => {
  test('SPEC-039.19: is exchanged for a token pair, once', async () => {
    const code = await codeOf(newcomer());
    const answer = await exchange(code);
    expect([answer.status, answer.body.data]).toMatchObject([
      200,
      { token_type: 'bearer', refresh_token: expect.any(String) as string },
    ]);
    for (const one of [code, 'x', 'x'.repeat(43)]) expect(said(await exchange(one))).toBe('401 invalid_credentials');
    expect(said(await app.http.post('/auth/oidc/exchange', {}))).toBe('422 validation_failed');
    const inCookie = await exchange(await codeOf(newcomer()), { refresh_in: 'cookie' });
    expect(inCookie.body.data).toMatchObject({ refresh_token: null });
    expect([inCookie.headers['set-cookie'] ?? []].flat().join()).toMatch(
      /^fasttrack_refresh=[\w-]{43};.*SameSite=Strict/,
    );
  });

  test('SPEC-039.19: is good for a minute', async () => {
    const start = new Date('2030-01-01T12:00:00.000Z');
    setTime(start, app);
    const [early, late] = [await codeOf(newcomer()), await codeOf(newcomer())];
    setTime(new Date(start.getTime() + 59_999), app);
    expect((await exchange(early)).status).toBe(200);
    setTime(new Date(start.getTime() + 60_000), app);
    expect(said(await exchange(late))).toBe('401 invalid_credentials');
  });

  test('SPEC-039.19, SPEC-039.6: counts as a sign-in where it fails', async () => {
    const strict = await startApp({
      ...{ OIDC_PROVIDERS: 'corp', ...corp.settings('corp'), CORS_ORIGINS: FRONT, LOGIN_FAILURES_PER_MINUTE: '5' },
    });
    try {
      const tries = [1, 2, 3].map(() => strict.http.post('/auth/oidc/exchange', { code: 'wrong' }));
      for (const answer of await Promise.all(tries)) expect(said(answer)).toBe('401 invalid_credentials');
      for (let time = 1; time <= 2; time++) await new Browser(strict).comeBack('state=wrong');
      expect(said(await strict.http.post('/auth/oidc/exchange', { code: 'wrong' }))).toBe('429 rate_limited');
      const login = { email: 'ann@example.com', password: 'not the password' };
      expect(said(await strict.http.post('/auth/login', login))).toBe('429 rate_limited');
    } finally {
      await strict.stop();
    }
  });

  test('SPEC-039.20: needs the second factor of the account', async () => {
    const ann = await app.person('Ann');
    const { app: authenticator, backupCodes } = await enableSecondFactor(ann);
    const told = newcomer();
    await linked(ann, told);
    const code = await codeOf(told);
    expect(said(await exchange(code))).toBe('401 totp_required');
    expect(said(await exchange(code, { totp_code: authenticator.wrong() }))).toBe('401 invalid_totp');
    expect((await exchange(code, { backup_code: backupCodes[0] })).status).toBe(200);
    expect(said(await exchange(code, { backup_code: backupCodes[1] }))).toBe('401 invalid_credentials');
    expect((await exchange(await codeOf(told), { totp_code: await authenticator.next() })).status).toBe(200);
  });

  test('SPEC-039.21: is nothing for a disabled account, and dies with the sessions', async () => {
    const told = newcomer();
    const { id } = await signIn(told);
    const [disabled, ended] = [await codeOf(told), await codeOf(told)];
    await admin.delete(`/users/${id}/sessions`);
    expect(said(await exchange(ended))).toBe('401 invalid_credentials');
    await admin.patch(`/users/${id}`, { is_active: false });
    expect(said(await exchange(disabled))).toBe('401 invalid_credentials');
    expect(errorOf(await new Browser(app).visit(corp, told))).toBe('account_disabled');
    await admin.patch(`/users/${id}`, { is_active: true, password_must_change: true });
    const pair = await exchange(await codeOf(told));
    const { access_token: token } = pair.body.data as { access_token: string };
    const projects = await app.http.get('/projects', { Authorization: `Bearer ${token}` });
    expect(said(projects)).toBe('403 password_change_required');
  });
});
