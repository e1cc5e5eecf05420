import { LinkTokens } from '../../src/platform/mail/link-tokens.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { enableSecondFactor } from '../support/authenticator.js';
import { Browser, errorOf, FRONT, gotBack, locationOf, PAGE } from '../support/browser.js';
import type { Answer } from '../support/client.js';
import { letTimePass, setTime } from '../support/clock.js';
import { LogLines } from '../support/log-lines.js';
import { type Oddity, OddProvider, type Told } from '../support/odd-provider.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let corp: OddProvider;
let other: OddProvider;
let app: TestApp;
let beside: TestApp;
let admin: Person;
let made = 0;
let env: Record<string, string>;

beforeAll(async () => {
  [corp, other] = [await OddProvider.open(), await OddProvider.open()];
  env = {
    OIDC_PROVIDERS: 'corp,other',
    ...corp.settings('corp', {
      NAME: 'Example Corp',
      ROLES_CLAIM: 'groups',
      ROLES: 'writers=editor,x=no such role,a=admin',
    }),
    ...other.settings('other'),
    CORS_ORIGINS: FRONT,
    TRUST_PROXY: '1',
  };
  app = await startApp(env);
  beside = await startBeside(app, env);
  admin = await app.admin();
});
afterEach(() => {
  letTimePass(app, beside);
  [corp.oddity, other.oddity, corp.userInfo] = [{}, {}, {}];
});
afterAll(async () => {
  await beside.stop();
  await app.stop();
  await Promise.all([corp.close(), other.close()]);
});

function newcomer(more: Told = {}): Told & { sub: string; email: string } {
  const sub = `subject ${++made}`;
  return { sub, email: `person${made}@corp.example`, email_verified: true, name: 'Cora Port', ...more };
}

async function codeOf(told: Told, browser = new Browser(app)): Promise<string> {
  const { code, error } = gotBack(await browser.visit(corp, told));
  if (code === null) throw new Error(`Without a code: ${error}`);
  return code;
}

const exchange = (code: string, more: object = {}) => app.http.post('/auth/oidc/exchange', { code, ...more });
const me = async (answer: Answer) => {
  const { access_token: token } = answer.body.data as { access_token: string };
  return (await app.http.get('/users/me', { Authorization: `Bearer ${token}` })).body.data as {
    id: number;
    roles: string[];
    email_confirmed: boolean;
  };
};
const signIn = async (told: Told) => me(await exchange(await codeOf(told)));
const count = async (table: string) =>
  (await app.database.query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`))[0]?.count;

/** An account that a provider is linked to. */
async function linked(person: Person, told: Told, browser = new Browser(app)): Promise<Answer> {
  const answer = await browser.post(person, '/users/me/identities/corp', { return_to: PAGE });
  return browser.comeBack(corp.signIn((answer.body.data as { url: string }).url, told));
}

describe('A sign-in with a provider', () => {
  test('SPEC-039.2: is offered to anyone', async () => {
    const item = (id: string, name: string) => ({ id, name, start_url: `http://localhost:0/auth/oidc/${id}/start` });
    const { items } = (await app.http.get('/auth/providers')).body.data as { items: { start_url: string }[] };
    const shown = items.map((one) => ({ ...one, start_url: one.start_url.replace(/localhost:\d+/, 'localhost:0') }));
    expect(shown).toEqual([item('corp', 'Example Corp'), item('other', 'other')]);
  });

  test('SPEC-039.3: starts at the provider, with PKCE', async () => {
    const url = new URL(locationOf(await new Browser(app).start()));
    expect(url.origin + url.pathname).toBe(`${corp.issuer}/auth`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ client_id: 'fasttrack', response_type: 'code', scope: 'openid email profile' },
      redirect_uri: expect.stringMatching(/\/auth\/oidc\/corp\/callback$/) as string,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
    });
    for (const id of ['nobody', 'CORP', 'corp%2f'])
      expect(said(await app.http.get(`/auth/oidc/${id}/start?return_to=${FRONT}`))).toBe('404 not_found');
  });

  test.each([
    'https://evil.example/',
    'https://app.example.com.evil.example/',
    'https://app.example.com@evil.example/',
    'https://user@app.example.com/',
    'https://app.example.com:pass@app.example.com/',
    'http://app.example.com/',
    'https://app.example.com:8443/',
    'https:app.example.com',
    'https:/app.example.com/',
    'https:///app.example.com/',
    '//app.example.com/',
    '/signed-in',
    String.raw`https://app.example.com\@evil.example/`,
    String.raw`https:\\app.example.com\x`,
    'https://evil.example\\.app.example.com/',
    ' https://app.example.com/',
    'https://app.example.com/\r\nSet-Cookie: a=b',
    'https://app.example.com\t/',
    'https://аpp.example.com/',
    'javascript:alert(1)//https://app.example.com',
    'data:text/html,https://app.example.com/',
    'blob:https://app.example.com/x',
    'null',
    '*',
    '',
  ])('SPEC-039.4: does not return to %j', async (address) => {
    const before = await count('sign_in_flows');
    const answer = await new Browser(app).start(address);
    expect([said(answer), answer.body.error?.details[0]?.field]).toEqual(['422 validation_failed', 'return_to']);
    expect(await count('sign_in_flows')).toBe(before);
  });

  test('SPEC-039.4: returns to pages of ours, also of PUBLIC_URL', async () => {
    for (const address of [`${FRONT}`, `${FRONT}/a/b?c=d#e`, 'HTTPS://APP.EXAMPLE.COM/x', 'http://localhost:3000/app'])
      expect((await new Browser(app).start(address)).status).toBe(302);
    expect((await app.http.get('/auth/oidc/corp/start')).status).toBe(422);
  });

  test('SPEC-039.5: gives the browser a cookie, which tabs share', async () => {
    const browser = new Browser(app);
    const first = await browser.start();
    const parts = [first.headers['set-cookie'] ?? []].flat().join();
    expect(parts).toMatch(
      /^fasttrack_oidc=[\w-]{43}; Max-Age=600; Path=\/auth\/oidc; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    const second = await browser.start();
    for (const answer of [first, second]) {
      const back = await browser.comeBack(corp.signIn(locationOf(answer), newcomer()));
      expect(gotBack(back).code).toMatch(/^[\w-]{43}$/);
    }
  });

  test('SPEC-039.5: is known to the database by hashes only', async () => {
    const browser = new Browser(app);
    const answer = await browser.start();
    const cookie = /=([\w-]{43})/.exec([answer.headers['set-cookie'] ?? []].flat().join())?.[1] ?? '';
    const { searchParams } = new URL(locationOf(answer));
    const rows = JSON.stringify(await app.database.query('SELECT f::text AS row FROM sign_in_flows f'));
    for (const value of [cookie, searchParams.get('state'), searchParams.get('nonce')]) {
      expect(value).toHaveLength(43);
      for (const spelling of [value ?? '', Buffer.from(value ?? '', 'base64url').toString('hex')])
        expect(rows).not.toContain(spelling);
    }
  });

  test('SPEC-039.6: comes back once, in the same browser, for the same provider', async () => {
    const browser = new Browser(app);
    const query = corp.signIn(locationOf(await browser.start()), newcomer());
    const stranger = new Browser(app);
    await stranger.start();
    const wrong = { ...Object.fromEntries(query), state: 'x'.repeat(43) };
    const answers = [
      await stranger.comeBack(query),
      await new Browser(app).comeBack(query),
      await browser.comeBack(query, 'other'),
      await browser.comeBack(new URLSearchParams(wrong)),
      await browser.comeBack('code=x'),
      await browser.comeBack(''),
      await browser.comeBack('error=access_denied'),
    ];
    for (const answer of answers) expect(said(answer)).toBe('401 invalid_credentials');
    expect(said(await browser.comeBack('state=a&state=b'))).toBe('422 validation_failed');
    expect(gotBack(await browser.comeBack(query)).code).not.toBeNull();
    expect(said(await browser.comeBack(query))).toBe('401 invalid_credentials');
  });

  test('SPEC-039.6: comes back within ten minutes', async () => {
    const start = new Date('2030-01-01T12:00:00.000Z');
    setTime(start, app);
    const browser = new Browser(app);
    const [early, late] = [await browser.start(), await browser.start()].map((answer) =>
      corp.signIn(locationOf(answer), newcomer()),
    );
    setTime(new Date(start.getTime() + 599_999), app);
    expect(gotBack(await browser.comeBack(early ?? '')).code).not.toBeNull();
    setTime(new Date(start.getTime() + 600_000), app);
    expect(said(await browser.comeBack(late ?? ''))).toBe('401 invalid_credentials');
  });

  test('SPEC-039.6, SPEC-039.19: is spent exactly once, over two instances', async () => {
    const browser = new Browser(app);
    const query = corp.signIn(locationOf(await browser.start()), newcomer());
    const there = browser.at(beside);
    const comings = [1, 2, 3, 4, 5, 6].map((nth) => (nth % 2 ? browser : there).comeBack(query));
    const answers = await Promise.all(comings);
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 401, 401, 401, 401, 401]);
    const { code } = gotBack(answers.find(({ status }) => status === 302) as Answer);
    const tries = [1, 2, 3, 4, 5, 6].map((nth) => (nth % 2 ? app : beside).http.post('/auth/oidc/exchange', { code }));
    const pairs = await Promise.all(tries);
    expect(pairs.map(said).sort()).toEqual(['200', ...Array<string>(5).fill('401 invalid_credentials')]);
  });

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
    const elsewhere = (response: import('node:http').ServerResponse) =>
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
});

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

/** By the link that the mail would have. */
async function resetPassword(email: string): Promise<void> {
  await app.http.post('/auth/password/forgot', { email });
  await app.idle();
  const [link] = await app.database.query<{ salt: Buffer; token_hash: Buffer }>(
    `SELECT l.salt, l.token_hash FROM mail_links l JOIN users u ON u.id = l.user_id
     WHERE u.email = $1 AND l.purpose = 'password_reset' ORDER BY l.id DESC LIMIT 1`,
    [email],
  );
  const url = app.get(LinkTokens).urlOf('password_reset', { salt: link!.salt, tokenHash: link!.token_hash }, 'x');
  const token = url.split('token=')[1];
  const answer = await app.http.post('/auth/password/reset', { token, new_password: 'a new garden of my own' });
  if (answer.status !== 200) throw new Error(answer.text);
}
