import type { ServerResponse } from 'node:http';
import { startApp } from '../support/app.js';
import { Browser, errorOf, FRONT, gotBack, locationOf } from '../support/browser.js';
import { LogLines } from '../support/log-lines.js';
import { type Oddity, OddProvider } from '../support/odd-provider.js';
import { app, corp, count, env, newcomer, other, onStage } from '../support/oidc-stage.js';
import { said } from '../support/outcome.js';

onStage();

describe('A provider', () => {
  const past = Math.floor(Date.now() / 1000) - 3600;
  const lies: [string, Oddity][] = [
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['several audiences and another party', { claims: { aud: ['fasttrack', 'x'], azp: 'x' } }],
    ['another nonce', { claims: { nonce: 'another' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['no subject', { claims: { sub: undefined } }],
    ['an end in the past', { claims: { exp: past, iat: past - 60 } }],
    ['no end', { claims: { exp: undefined } }],
    ['the algorithm none', { header: { alg: 'none' }, signature: '' }],
    ['the algorithm none, in capitals', { header: { alg: 'NONE' }, signature: '' }],
    ['an algorithm with a shared secret', { header: { alg: 'HS256' } }],
    ['a strange signature', { isStrange: true }],
    ['no signature', { signature: '' }],
    ['an unknown key', { header: { kid: 'two' } }],
  ];
  test.each(lies)('SPEC-039.7: is refused with %s', async (_, oddity) => {
    corp.oddity = oddity;
    const before = [await count('users'), await count('sign_in_codes')];
    expect(gotBack(await new Browser(app).visit(corp, newcomer()))).toEqual({
      code: null,
      error: 'invalid_credentials',
    });
    expect([await count('users'), await count('sign_in_codes')]).toEqual(before);
  });

  test('SPEC-039.7: is refused with a code of another sign-in, or of another provider', async () => {
    corp.oddity = { isCareless: true };
    const [browser, thief] = [new Browser(app), new Browser(app)];
    const [mine, theirs] = [locationOf(await browser.start()), locationOf(await thief.start())];
    const stolen = corp.signIn(theirs, newcomer());
    stolen.set('state', new URL(mine).searchParams.get('state') ?? '');
    expect(errorOf(await browser.comeBack(stolen))).toBe('invalid_credentials');
    const mixed = other.signIn(locationOf(await browser.start()), newcomer());
    expect(errorOf(await browser.comeBack(mixed))).toBe('invalid_credentials');
    const silent = corp.signIn(locationOf(await browser.start()), newcomer());
    silent.delete('iss');
    expect(errorOf(await browser.comeBack(silent))).toBe('invalid_credentials');
  });

  test('SPEC-039.7: is refused with a code that the provider refuses', async () => {
    const browser = new Browser(app);
    const query = corp.signIn(locationOf(await browser.start()), newcomer());
    query.set('code', 'used before');
    expect(errorOf(await browser.comeBack(query))).toBe('invalid_credentials');
  });

  test('SPEC-039.7: says so where the person has refused', async () => {
    const browser = new Browser(app);
    const { searchParams } = new URL(locationOf(await browser.start()));
    const query = { error: 'access_denied', state: searchParams.get('state') ?? '', iss: corp.issuer };
    expect(errorOf(await browser.comeBack(new URLSearchParams(query)))).toBe('access_denied');
  });

  const SILENT: [string, NonNullable<Oddity['answer']>['with']][] = [
    ['fails', (response) => response.writeHead(500).end()],
    ['hangs up', (response) => response.destroy()],
    ['sends 10 MB', (response) => response.writeHead(200).end(Buffer.alloc(10_000_000, ' '))],
  ];
  test.each(SILENT)('SPEC-039.8: does not come to an end where the provider %s', async (_, answer) => {
    for (const at of ['/token', '/me']) {
      corp.oddity = { answer: { at, with: answer } };
      const { email: _email, ...told } = newcomer();
      expect(errorOf(await new Browser(app).visit(corp, told))).toBe('provider_unavailable');
    }
  });

  test('SPEC-039.8: does not wait for a provider that never ends', async () => {
    const drip = (response: NodeJS.WritableStream) => void response.write(' ');
    corp.oddity = { answer: { at: '/token', with: drip } };
    expect(errorOf(await new Browser(app).visit(corp, newcomer()))).toBe('provider_unavailable');
  });

  test('SPEC-039.8: does not follow the provider elsewhere', async () => {
    const elsewhere = (response: ServerResponse) =>
      void response.writeHead(307, { Location: `${other.issuer}/token` }).end();
    corp.oddity = { answer: { at: '/token', with: elsewhere } };
    const before = other.asked.length;
    expect(errorOf(await new Browser(app).visit(corp, newcomer()))).toBe('invalid_credentials');
    expect(other.asked.length).toBe(before);
  });

  test('SPEC-039.8: does not start while the provider is down', async () => {
    const down = await OddProvider.open();
    const alone = await startApp({ OIDC_PROVIDERS: 'corp', ...down.settings('corp'), CORS_ORIGINS: FRONT });
    try {
      for (const answer of SILENT.map(([, way]) => way)) {
        down.oddity = { answer: { at: '/.well-known/openid-configuration', with: answer } };
        const refused = await new Browser(alone).start();
        expect([said(refused), refused.headers['retry-after']]).toEqual(['503 provider_unavailable', '5']);
      }
      down.oddity = {};
      expect((await new Browser(alone).start()).status).toBe(302);
    } finally {
      await alone.stop();
      await down.close();
    }
  });

  test('SPEC-039.9: leaves no secret in the database and in the log', async () => {
    const log = new LogLines();
    const logged = await startApp(env, log.log);
    try {
      const browser = new Browser(logged);
      const asked = locationOf(await browser.start());
      const query = corp.signIn(asked, newcomer());
      const { code } = gotBack(await browser.comeBack(query));
      const second = gotBack(await browser.visit(corp, newcomer())).code;
      await logged.http.post('/auth/oidc/exchange', { code });
      await browser.comeBack(query);
      corp.oddity = { isStrange: true };
      await browser.visit(corp, newcomer());
      const tables = ['sign_in_flows', 'sign_in_codes', 'user_identities', 'events'];
      const rows = await Promise.all(
        tables.map((name) => logged.database.query(`SELECT t::text AS row FROM ${name} t`)),
      );
      const nonce = new URL(asked).searchParams.get('nonce');
      const secrets = [query.get('code'), query.get('state'), nonce, code, second, 'Bearer theirs', '"theirs"'];
      const seen = JSON.stringify([log.all, rows]);
      expect(seen.includes('The provider corp signed nobody in')).toBe(true);
      expect(secrets.filter((secret) => seen.includes(secret ?? ''))).toEqual([]);
    } finally {
      await logged.stop();
    }
  });
});
