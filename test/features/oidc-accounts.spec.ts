import { startApp } from '../support/app.js';
import { Browser, errorOf, FRONT, gotBack } from '../support/browser.js';
import { admin, app, codeOf, corp, exchange, me, newcomer, other, signIn, onStage } from '../support/oidc-stage.js';
import { said } from '../support/outcome.js';

onStage();

describe('An account', () => {
  test('SPEC-039.10, SPEC-039.12: is made at the first sign-in, and known at the next', async () => {
    const told = newcomer();
    const first = await signIn(told);
    expect(first).toMatchObject({
      email: told.email,
      email_confirmed: true,
      display_name: 'Cora Port',
      roles: ['user'],
    });
    expect(await signIn({ ...told, email: 'moved@corp.example', name: 'Other' })).toMatchObject({
      ...{ id: first.id, email: told.email, display_name: 'Cora Port' },
    });
  });

  test('SPEC-039.10: is told by issuer and subject, not by one of them', async () => {
    const told = newcomer();
    const first = await signIn(told);
    const { code } = gotBack(await new Browser(app).visit(other, { ...told, email: newcomer().email }, 'other'));
    expect((await me(await exchange(code ?? ''))).id).not.toBe(first.id);
  });

  test('SPEC-039.10: is made once by two who come at once', async () => {
    const told = newcomer();
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        codeOf(told)
          .then((code) => exchange(code))
          .then(me),
      ),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  });

  test('SPEC-039.11: is not linked by its address', async () => {
    const ann = await app.person('Ann');
    for (const email_verified of [true, false, undefined]) {
      const told = newcomer({ email: ann.email.toUpperCase(), email_verified });
      expect(gotBack(await new Browser(app).visit(corp, told))).toEqual({ code: null, error: 'account_exists' });
    }
    expect((await ann.get('/users/me/identities')).body.data).toMatchObject({ items: [] });
  });

  test('SPEC-039.12: is not made where registration is closed, or without an address', async () => {
    expect(errorOf(await new Browser(app).visit(corp, { sub: 'without' }))).toBe('registration_closed');
    expect(errorOf(await new Browser(app).visit(corp, newcomer({ email: 'no address' })))).toBe('registration_closed');
    const settings = { ...corp.settings('corp'), ...other.settings('other', { REGISTRATION: 'true' }) };
    const env = { OIDC_PROVIDERS: 'corp,other', ...settings, CORS_ORIGINS: FRONT, REGISTRATION: 'invited' };
    const closed = await startApp(env);
    try {
      expect(errorOf(await new Browser(closed).visit(corp, newcomer()))).toBe('registration_closed');
      expect(gotBack(await new Browser(closed).visit(other, newcomer(), 'other')).code).not.toBeNull();
    } finally {
      await closed.stop();
    }
  });

  test('SPEC-039.12: has no password that anybody could say', async () => {
    const told = newcomer();
    await signIn(told);
    const login = await app.http.post('/auth/login', { email: told.email, password: 'n'.repeat(22) });
    expect(said(login)).toBe('401 invalid_credentials');
    expect((await app.http.post('/auth/password/forgot', { email: told.email })).status).toBe(202);
    await app.idle();
    const [link] = await app.database.query(
      `SELECT l.purpose FROM mail_links l JOIN users u ON u.id = l.user_id WHERE u.email = $1`,
      [told.email],
    );
    expect(link).toEqual({ purpose: 'password_reset' });
  });

  test('SPEC-039.13: has a confirmed address where the provider has verified it', async () => {
    const unsure = newcomer({ email_verified: false });
    expect(await signIn(unsure)).toMatchObject({ email_confirmed: false });
    expect(await signIn({ ...unsure, email_verified: true, email: 'x@corp.example' })).toMatchObject({
      email_confirmed: false,
    });
    expect(await signIn({ ...unsure, email_verified: true })).toMatchObject({ email_confirmed: true });
  });

  test('SPEC-039.13: is told of by the user information, where the ID token says less', async () => {
    const { sub, ...others } = newcomer();
    corp.userInfo = { sub, ...others };
    expect(await signIn({ sub })).toMatchObject({ email: others.email, email_confirmed: true });
    corp.userInfo = { ...others, sub: 'somebody else' };
    expect(errorOf(await new Browser(app).visit(corp, { sub: 'another' }))).toBe('invalid_credentials');
  });

  test('SPEC-039.14: has the roles that the claim gives, and keeps the others', async () => {
    const told = newcomer({ groups: ['writers', 'x', 'unknown'] });
    const { id, roles } = await signIn(told);
    expect(roles.sort()).toEqual(['editor', 'user']);
    await admin.patch(`/users/${id}`, { roles: ['viewer', 'editor'] });
    expect((await signIn({ ...told, groups: 'nothing' })).roles).toEqual(['viewer']);
    expect((await signIn({ ...told, groups: 'writers' })).roles.sort()).toEqual(['editor', 'viewer']);
    expect((await signIn({ ...told, groups: undefined })).roles).toEqual(['viewer']);
  });
});
