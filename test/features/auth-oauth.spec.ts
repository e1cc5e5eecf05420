import { type TestApp, startApp } from '../support/app.js';
import { PASSWORD, type Person } from '../support/people.js';
import { byForm, pairOf, said, whoAmI } from '../support/tokens.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});
afterAll(() => app.stop());

/** Bare: neither the envelope nor its error. */
const bare = <T>({ body }: { body: unknown }) => body as T;
const failure = (error: string, code: string) => ({
  error,
  error_description: expect.stringMatching(new RegExp(`^${code}: [\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]+$`)) as string,
});

describe('The token endpoint', () => {
  test('SPEC-001.12: signs in by a form, ignores what it does not know, and is not cached', async () => {
    const answer = await byForm(app, {
      grant_type: 'password',
      username: ann.email,
      password: PASSWORD,
      scope: 'everything',
      client_id: 'swagger',
      totp_code: '',
    });
    expect(answer.status).toBe(200);
    expect(bare(answer)).toEqual({
      access_token: expect.any(String) as string,
      token_type: 'bearer',
      expires_in: 900,
      refresh_token: expect.any(String) as string,
      refresh_expires_in: 604_800,
    });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(said(await whoAmI(app, bare<{ access_token: string }>(answer).access_token))).toBe('200 fine');
  });

  test('SPEC-001.13: spends a refresh token for the next pair', async () => {
    const { refresh_token } = await pairOf(app, ann);
    const answer = await byForm(app, { grant_type: 'refresh_token', refresh_token });
    const next = bare<{ access_token: string; refresh_token: string }>(answer);
    expect(answer.status).toBe(200);
    expect(next.refresh_token).not.toBe(refresh_token);
    expect(said(await whoAmI(app, next.access_token))).toBe('200 fine');
    const again = await app.http.post('/auth/refresh', { refresh_token: next.refresh_token });
    expect(said(again)).toBe('200 fine');
  });

  const password = { grant_type: 'password', username: 'ann@example.com', password: 'not hers' };
  test.each([
    [password, 'invalid_grant', 'invalid_credentials'],
    [{ ...password, username: 'no address at all' }, 'invalid_grant', 'invalid_credentials'],
    [{ grant_type: 'refresh_token', refresh_token: 'nonsense' }, 'invalid_grant', 'invalid_refresh_token'],
    [{ grant_type: 'client_credentials' }, 'unsupported_grant_type', 'unsupported_grant_type'],
    [{}, 'invalid_request', 'validation_failed'],
    [{ grant_type: '' }, 'invalid_request', 'validation_failed'],
    [{ grant_type: 'password', username: 'ann@example.com' }, 'invalid_request', 'validation_failed'],
    [{ grant_type: 'password', password: 'x' }, 'invalid_request', 'validation_failed'],
    [{ grant_type: 'refresh_token' }, 'invalid_request', 'validation_failed'],
    [{ ...password, username: 'a\0b@example.com' }, 'invalid_request', 'validation_failed'],
    [{ ...password, password: 'x'.repeat(129) }, 'invalid_request', 'validation_failed'],
  ])('SPEC-001.14: answers %j with %s', async (form, error, code) => {
    const answer = await byForm(app, form);
    expect(answer.status).toBe(400);
    expect(bare(answer)).toEqual(failure(error, code));
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('SPEC-001.14: tells of a disabled account in the words of OAuth, after the right password', async () => {
    const dora = await app.person('Dora');
    await (await app.admin()).patch(`/users/${dora.id}`, { is_active: false });
    const answer = await byForm(app, { grant_type: 'password', username: dora.email, password: PASSWORD });
    expect([answer.status, bare(answer)]).toEqual([400, failure('invalid_grant', 'account_disabled')]);
  });

  test('SPEC-001.14: takes a field once, and takes no JSON', async () => {
    const twice = `grant_type=password&grant_type=password&username=${ann.email}&password=x`;
    const answer = await app.http.post('/auth/token', twice, { 'Content-Type': 'application/x-www-form-urlencoded' });
    expect([answer.status, bare(answer)]).toEqual([400, failure('invalid_request', 'validation_failed')]);
    const json = await app.http.post('/auth/token', { grant_type: 'password' });
    expect([json.status, bare(json)]).toEqual([415, failure('invalid_request', 'unsupported_media_type')]);
  });
});
