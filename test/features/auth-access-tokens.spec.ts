import { createHmac, createPublicKey, createSign, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenKeys } from '../../src/platform/access/authentication/token-keys.js';
import { type TestApp, startApp, startBeside } from '../support/app.js';
import type { Person } from '../support/people.js';
import { tokenFor } from '../support/sessions.js';
import { pairOf, said, whoAmI } from '../support/tokens.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});
afterAll(() => app.stop());

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
const keysOf = async (at: TestApp) =>
  (await at.http.get('/.well-known/jwks.json')).body as unknown as { keys: (JsonWebKey & { kid: string })[] };

function claims(changes: object = {}): object {
  const now = Math.floor(Date.now() / 1000);
  const own = { iss: 'fasttrack', aud: 'fasttrack-api', sub: String(ann.id), sid: String(ann.sessionId) };
  return { ...own, jti: 'x', iat: now, exp: now + 60, type: 'access', ...changes };
}

/** What our own key would sign, if somebody could make it do so. */
function signed(header: object, payload: object, key = app.get(TokenKeys).signing): string {
  const text = `${encode({ alg: 'RS256', typ: 'JWT', kid: app.get(TokenKeys).signingId, ...header })}.${encode(payload)}`;
  return `${text}.${createSign('sha256').update(text).sign(key, 'base64url')}`;
}

describe('An access token', () => {
  test('SPEC-001.6: says who, in exactly these claims, and not what they may do', async () => {
    const { access_token } = await pairOf(app, ann);
    const [header, payload] = access_token.split('.');
    expect(decode(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: (await keysOf(app)).keys[0]?.kid });
    const said = decode(payload) as { iat: number; exp: number };
    expect(said).toEqual({
      iss: 'fasttrack',
      aud: 'fasttrack-api',
      sub: String(ann.id),
      sid: expect.stringMatching(/^\d+$/) as string,
      jti: expect.any(String) as string,
      iat: expect.any(Number) as number,
      exp: said.iat + 900,
      type: 'access',
    });
  });

  test('SPEC-001.7: is verified by the published keys, which have no private part', async () => {
    const { keys } = await keysOf(app);
    const { access_token } = await pairOf(app, ann);
    const [header, payload, signature = ''] = access_token.split('.');
    const [key] = keys;
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    const isGenuine = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key: key as JsonWebKey, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    );
    expect(isGenuine).toBe(true);
  });

  test('SPEC-001.8: is believed as we make it', async () => {
    expect(said(await whoAmI(app, signed({}, claims())))).toBe('200 fine');
  });

  test.each([
    ['another issuer', { iss: 'elsewhere' }],
    ['another audience', { aud: 'elsewhere' }],
    ['another type', { type: 'refresh' }],
    ['no type', { type: undefined }],
    ['no expiry', { exp: undefined }],
    ['a person of no number', { sub: 'ann' }],
    ['no session', { sid: undefined }],
  ])('SPEC-001.8: is not believed with %s', async (_, changes) => {
    expect(said(await whoAmI(app, signed({}, claims(changes))))).toBe('401 invalid_token');
  });

  test('SPEC-001.8: is not believed under another algorithm', async () => {
    const pem = createPublicKey(app.get(TokenKeys).signing).export({ type: 'spki', format: 'pem' });
    const kid = app.get(TokenKeys).signingId;
    const none = `${encode({ alg: 'none', typ: 'JWT', kid })}.${encode(claims())}.`;
    const text = `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${encode(claims())}`;
    const symmetric = `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
    for (const token of [none, symmetric, signed({ alg: 'RS512' }, claims())])
      expect(said(await whoAmI(app, token))).toBe('401 invalid_token');
  });

  test('SPEC-001.8: is not believed under another key, nor with its payload changed', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
    const [header, , signature] = signed({}, claims()).split('.');
    const forged = [
      signed({}, claims(), privateKey),
      signed({ kid: 'another' }, claims()),
      signed({ kid: undefined }, claims()),
      `${header}.${encode(claims({ sub: '1' }))}.${signature}`,
    ];
    for (const token of forged) expect(said(await whoAmI(app, token))).toBe('401 invalid_token');
  });

  test.each(['x', 'a.b.c', '...', 'null.null.null', 'x'.repeat(5_000)])(
    'SPEC-001.8: is none if it is %.20s',
    async (nonsense) => {
      expect(said(await whoAmI(app, nonsense))).toBe('401 invalid_token');
    },
  );

  test('SPEC-001.8: says nothing for another person than its session does', async () => {
    const bob = await app.person('Bob');
    expect(said(await whoAmI(app, signed({}, claims({ sub: String(bob.id) }))))).toBe('401 token_revoked');
  });

  test('SPEC-001.8: is no refresh token, nor the other way round', async () => {
    const { access_token, refresh_token } = await pairOf(app, ann);
    expect(said(await whoAmI(app, refresh_token))).toBe('401 invalid_token');
    const answer = await app.http.post('/auth/refresh', { refresh_token: access_token.slice(0, 200) });
    expect(said(answer)).toBe('401 invalid_refresh_token');
  });

  test('SPEC-001.9: is asked for where there is none, and every 401 says how', async () => {
    const without = await app.http.get('/users/me');
    expect(said(without)).toBe('401 missing_token');
    expect(without.headers['www-authenticate']).toBe('Bearer realm="fasttrack"');
    const basic = await app.http.get('/users/me', { Authorization: 'Basic YW5uOnNlY3JldA==' });
    expect(said(basic)).toBe('401 invalid_token');
    expect(basic.headers['www-authenticate']).toContain('error="invalid_token"');
    expect(said(await app.http.get(`/users/me?access_token=${ann.token}`))).not.toBe('200 fine');
  });

  test('SPEC-001.10: runs out', async () => {
    expect(said(await whoAmI(app, tokenFor(app, ann, 30)))).toBe('200 fine');
    expect(said(await whoAmI(app, tokenFor(app, ann, -2)))).toBe('401 token_expired');
  });

  test('SPEC-001.10: runs out as configured, also one that was believed before', async () => {
    const brief = await startBeside(app, { ACCESS_TOKEN_EXPIRE_MINUTES: '0.02' });
    const { access_token, expires_in } = await pairOf(brief, ann);
    expect(expires_in).toBe(1);
    const seen = new Set<string>();
    for (const end = Date.now() + 5_000; !seen.has('401 token_expired') && Date.now() < end;)
      seen.add(said(await whoAmI(brief, access_token)));
    await brief.stop();
    expect([...seen]).toEqual(['200 fine', '401 token_expired']);
  });
});

describe('Keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fasttrack-keys-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('SPEC-001.11: are changed without signing anybody out', async () => {
    const old = join(folder, 'previous.pem');
    writeFileSync(old, createPublicKey(app.get(TokenKeys).signing).export({ type: 'spki', format: 'pem' }));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const next = await startBeside(app, { JWT_PRIVATE_KEY: pem, JWT_PREVIOUS_PUBLIC_KEYS_FILE: old });
    const before = await pairOf(app, ann);
    const after = await pairOf(next, ann);
    expect(said(await whoAmI(next, before.access_token))).toBe('200 fine');
    expect(said(await whoAmI(next, after.access_token))).toBe('200 fine');
    expect(said(await whoAmI(app, after.access_token))).toBe('401 invalid_token');
    const published = (await keysOf(next)).keys.map(({ kid }) => kid);
    expect(published).toHaveLength(2);
    expect(published[0]).toBe(decode(after.access_token.split('.')[0]).kid);
    expect(published[1]).toBe((await keysOf(app)).keys[0]?.kid);
    await next.stop();
  });
});
