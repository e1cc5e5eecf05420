import { startApp } from '../support/app.js';
import { Browser, errorOf, gotBack, PAGE } from '../support/browser.js';
import { admin, app, corp, env, linked, newcomer, resetPassword, signIn, onStage } from '../support/oidc-stage.js';
import { Mailbox } from '../support/mailbox.js';
import { said } from '../support/outcome.js';

onStage();

describe('An account with a provider', () => {
  test('SPEC-039.15, SPEC-039.16: is linked to a provider by its owner', async () => {
    const ann = await app.person('Ann');
    const told = newcomer();
    expect(gotBack(await linked(ann, told))).toEqual({ code: null, error: null });
    const { items } = (await ann.get('/users/me/identities')).body.data as { items: { id: number }[] };
    const shown = { id: expect.any(Number) as number, provider: 'corp', issuer: corp.issuer };
    expect(items).toEqual([{ ...shown, created_at: expect.any(String) as string }]);
    expect((await signIn(told)).id).toBe(ann.id);
    expect(gotBack(await linked(ann, told)).error).toBeNull();
    const ben = await app.person('Ben');
    expect(gotBack(await linked(ben, told)).error).toBe('account_exists');
    expect(said(await ben.delete(`/users/me/identities/${items[0]?.id}`))).toBe('404 not_found');
    expect((await ann.delete(`/users/me/identities/${items[0]?.id}`)).body.data).toBeNull();
    expect((await signIn(told)).id).not.toBe(ann.id);
  });

  test('SPEC-039.16: is linked only in the browser in which that began', async () => {
    const ann = await app.person('Ann');
    const browser = new Browser(app);
    const begun = async () => {
      const answer = await browser.post(ann, '/users/me/identities/corp', { return_to: PAGE });
      return corp.signIn((answer.body.data as { url: string }).url, newcomer());
    };
    expect(said(await new Browser(app).comeBack(await begun()))).toBe('401 invalid_credentials');
    const query = await begun();
    await admin.delete(`/users/${ann.id}/sessions`);
    expect(errorOf(await browser.comeBack(query))).toBe('invalid_token_link');
    const [none] = await app.database.query('SELECT FROM user_identities WHERE user_id = $1', [ann.id]);
    expect(none).toBeUndefined();
  });

  test('SPEC-039.16: is not linked from nowhere, nor by its tokens', async () => {
    const ann = await app.person('Ann');
    const at = (id: string, body: object) => ann.post(`/users/me/identities/${id}`, body);
    expect(said(await at('nobody', { return_to: PAGE }))).toBe('404 not_found');
    expect(said(await at('corp', { return_to: 'https://evil.example/' }))).toBe('422 validation_failed');
    expect(said(await app.http.post('/users/me/identities/corp', { return_to: PAGE }))).toBe('401 missing_token');
    await app.database.execute(
      `INSERT INTO user_identities (user_id, provider, issuer, subject)
       SELECT $1::bigint, 'x', 'x', $1::bigint || ' ' || n FROM generate_series(1, 20) n`,
      [ann.id],
    );
    expect(gotBack(await linked(ann, newcomer())).error).toBe('limit_reached');
  });

  test('SPEC-039.17: belongs to whoever owns its address', async () => {
    const told = newcomer({ email_verified: false });
    const { id } = await signIn(told);
    await app.idle();
    const reset = `UPDATE users SET email_confirmed_at = NULL WHERE id = $1`;
    await app.database.execute(reset, [id]);
    await resetPassword(told.email);
    expect(errorOf(await new Browser(app).visit(corp, told))).toBe('account_exists');
    const ann = await app.person('Ann');
    const hers = newcomer();
    await linked(ann, hers);
    await resetPassword(ann.email);
    expect((await signIn(hers)).id).toBe(ann.id);
  });

  test('SPEC-039.18: has it in the audit log', async () => {
    const ann = await app.person('Ann');
    const told = newcomer();
    await linked(ann, told);
    await signIn(told);
    const { items } = (await ann.get('/users/me/identities')).body.data as { items: { id: number }[] };
    await ann.delete(`/users/me/identities/${items[0]?.id}`);
    await linked(ann, { ...told, sub: undefined });
    const events = await app.database.query<{ type: string; data: object }>(
      `SELECT type, data FROM events WHERE subject_type = 'user' AND subject_id = $1 ORDER BY id`,
      [ann.id],
    );
    const about = { provider: 'corp', issuer: corp.issuer };
    expect(events).toMatchObject([
      { type: 'identity.linked', data: { ...about, how: 'linked' } },
      { type: 'session.started', data: { by: 'oidc' } },
      { type: 'identity.unlinked', data: about },
      { type: 'sign_in.failed', data: { code: 'invalid_credentials' } },
    ]);
  });

  test('SPEC-039.18: is told to its owner by mail, but not where it came with the account', async () => {
    const mailbox = await Mailbox.open();
    const alone = await startApp({ ...env, SMTP_URL: mailbox.url });
    try {
      const ann = await alone.person('Ann');
      const browser = new Browser(alone);
      await linked(ann, newcomer(), browser);
      const { items } = (await ann.get('/users/me/identities')).body.data as { items: { id: number }[] };
      await ann.delete(`/users/me/identities/${items[0]?.id}`);
      await browser.visit(corp, newcomer());
      await alone.idle();
      const mails = mailbox.mails.map(({ to, headers }) => [to[0], headers.subject]);
      expect(mails).toEqual([
        [ann.email, 'A provider was linked to your account'],
        [ann.email, 'A provider was removed from your account'],
      ]);
    } finally {
      await alone.stop();
      await mailbox.close();
    }
  });
});
