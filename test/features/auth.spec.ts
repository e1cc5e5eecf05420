import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestApp, startApp, startBeside } from '../support/app.js';
import { PASSWORD } from '../support/people.js';
import { logIn, pairOf, said, whoAmI } from '../support/tokens.js';

let app: TestApp;

beforeAll(async () => (app = await startApp()));
afterAll(() => app.stop());

let strangers = 0;
const stranger = (fields: object = {}) => ({
  email: `stranger.${++strangers}@example.com`,
  password: PASSWORD,
  display_name: 'Stella Stranger',
  ...fields,
});
const hashOf = async (id: number) => {
  const [row] = await app.database.query<{ hash: string }>('SELECT password_hash AS hash FROM users WHERE id = $1', [
    id,
  ]);
  return row?.hash ?? '';
};

describe('A stranger', () => {
  test('SPEC-001.1: registers, is a user and nothing else, and sees no password', async () => {
    const wish = stranger({ email: ' Stella@Example.com ', display_name: ' Stella ' });
    const { status, body, text } = await app.http.post('/auth/register', wish);
    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: expect.any(Number) as number,
      kind: 'person',
      email: 'Stella@Example.com',
      email_confirmed: false,
      display_name: 'Stella',
      roles: ['user'],
      is_active: true,
      totp_enabled: false,
      password_must_change: false,
      last_login_at: null,
      created_at: expect.any(String) as string,
      updated_at: expect.any(String) as string,
    });
    expect(text).not.toContain(await hashOf((body.data as { id: number }).id));
    expect(text).not.toContain(PASSWORD);
  });

  test.each([{ roles: ['admin'] }, { id: 1 }, { is_active: true }, { email: 'no address' }, { display_name: ' ' }])(
    'does not register with %j',
    async (fields) => {
      const wish = stranger(fields);
      expect(said(await app.http.post('/auth/register', wish))).toBe('422 validation_failed');
      expect(said(await logIn(app, wish.email.includes('@') ? wish.email : 'x@example.com'))).toBe(
        '401 invalid_credentials',
      );
    },
  );

  test('SPEC-013.5: does not register with a password too short or too long, counted in characters', async () => {
    for (const password of ['seven 7', 'x'.repeat(129), '🌱'.repeat(7), '🌱'.repeat(129)]) {
      expect(said(await app.http.post('/auth/register', stranger({ password })))).toBe('422 validation_failed');
    }
    for (const password of ['8 chars!', '🌱'.repeat(128)]) {
      expect((await app.http.post('/auth/register', stranger({ password }))).status).toBe(201);
    }
  });

  test('SPEC-013.9: does not register with one of the commonest passwords', async () => {
    const wish = stranger({ password: 'Password123' });
    const { status, body } = await app.http.post('/auth/register', wish);
    expect(status).toBe(422);
    expect(body.error?.details).toMatchObject([{ field: 'password', code: 'breached' }]);
    expect(said(await logIn(app, wish.email, wish.password))).toBe('401 invalid_credentials');
  });

  test('SPEC-001.2: does not get the address of another, in whatever case', async () => {
    const ann = await app.person('Ann');
    const wish = stranger({ email: ann.email.toUpperCase() });
    expect(said(await app.http.post('/auth/register', wish))).toBe('409 email_taken');
    expect((await pairOf(app, ann)).token_type).toBe('bearer');
  });

  test('SPEC-001.2: gets an address once, of many who register it at the same moment', async () => {
    const wish = stranger();
    const tries = ['a', 'A'].flatMap((letter) =>
      Array.from({ length: 5 }, () =>
        app.http.post('/auth/register', { ...wish, email: wish.email.replace('a', letter) }),
      ),
    );
    const answers = (await Promise.all(tries)).map(said).sort();
    expect(answers).toEqual(['201 fine', ...Array<string>(9).fill('409 email_taken')]);
  });
});

describe('A breached password', () => {
  const password = 'canary: known from another place';
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
  const asked: string[] = [];
  const service = createServer(({ url }, response) => {
    asked.push(String(url));
    response.end(`${hash.slice(5)}:3\r\n`);
  });

  beforeAll(() => new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve)));
  afterAll(() => service.close());

  test('SPEC-013.8: is refused at registering and at changing it, for five characters of its SHA-1', async () => {
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/range`;
    const careful = await startBeside(app, { HIBP_ENABLED: 'true', HIBP_URL: url });
    const ann = careful.as(await app.person('Ann'));
    const answers = [
      await careful.http.post('/auth/register', stranger({ password })),
      await ann.post('/users/me/password', { current_password: PASSWORD, new_password: password }),
    ];
    await careful.stop();
    expect(answers.map(said)).toEqual(Array(2).fill('422 validation_failed'));
    expect(asked).toEqual(Array(2).fill(`/range/${hash.slice(0, 5)}`));
    expect(said(await logIn(app, ann.email))).toBe('200 fine');
  });
});

describe('Signing in', () => {
  test('SPEC-001.3: gives a pair of tokens, and is remembered', async () => {
    const ann = await app.person('Ann');
    const { status, body } = await logIn(app, ` ${ann.email.toUpperCase()} `);
    expect(status).toBe(200);
    expect(body.data).toEqual({
      access_token: expect.any(String) as string,
      token_type: 'bearer',
      expires_in: 900,
      refresh_token: expect.stringMatching(/^[\w-]{43}$/) as string,
      refresh_expires_in: 604_800,
    });
    const { access_token } = body.data as { access_token: string };
    expect((await whoAmI(app, access_token)).body.data).toMatchObject({ id: ann.id, email: ann.email });
    const seen = (await (await app.admin()).get(`/users/${ann.id}`)).body.data as { last_login_at: string };
    expect(Date.now() - Date.parse(seen.last_login_at)).toBeLessThan(10_000);
  });

  test('SPEC-001.4: says the same, to the letter, of a wrong password and an unknown address', async () => {
    const ann = await app.person('Ann');
    const wrong = await logIn(app, ann.email, 'not her password');
    const unknown = await logIn(app, 'nobody.at.all@example.com', 'not her password');
    expect([said(wrong), said(unknown)]).toEqual(Array(2).fill('401 invalid_credentials'));
    expect(unknown.body.error).toEqual(wrong.body.error);
    expect(Object.keys(unknown.headers).sort()).toEqual(Object.keys(wrong.headers).sort());
    expect(wrong.headers['www-authenticate']).toBeDefined();
  });

  test('SPEC-001.5: tells of a disabled account only after the right password', async () => {
    const ann = await app.person('Ann');
    await (await app.admin()).patch(`/users/${ann.id}`, { is_active: false });
    expect(said(await logIn(app, ann.email, 'not her password'))).toBe('401 invalid_credentials');
    expect(said(await logIn(app, ann.email))).toBe('403 account_disabled');
  });

  test('SPEC-013.6: takes the whole password, in any composition', async () => {
    const password = `${'ü'.repeat(50)} and much more`;
    const { email } = stranger();
    await app.http.post('/auth/register', { email, password, display_name: 'Ü' });
    expect(said(await logIn(app, email, `${'u\u0308'.repeat(50)} and much more`))).toBe('200 fine');
    expect(said(await logIn(app, email, `${'ü'.repeat(50)} and much else`))).toBe('401 invalid_credentials');
  });

  test('SPEC-013.7: renews a hash of another kind, once, however many sign in at the same moment', async () => {
    const ann = await app.person('Ann');
    const old = await hashOf(ann.id);
    const strong = await startBeside(app, { PASSWORD_HASHER: 'argon2id' });
    const answers = await Promise.all(Array.from({ length: 6 }, () => logIn(strong, ann.email)));
    expect(answers.map(said)).toEqual(Array(6).fill('200 fine'));
    expect(old).toMatch(/^\$bcrypt/);
    expect(await hashOf(ann.id)).toMatch(/^\$argon2id/);
    expect(said(await logIn(strong, ann.email, 'not her password'))).toBe('401 invalid_credentials');
    await strong.stop();
    expect(said(await logIn(app, ann.email))).toBe('200 fine');
  });

  test.each([
    { email: 'x@example.com' },
    { password: PASSWORD },
    { email: 1, password: PASSWORD },
    { totp_code: null },
  ])('takes no form like %j', async (body) =>
    expect(said(await app.http.post('/auth/login', body))).toBe('422 validation_failed'),
  );
});

describe('The audit log', () => {
  const eventsOf = (type: string, userId: number) =>
    app.database.query<{ actor_id: number | null; data: object; ip: string }>(
      'SELECT actor_id, data, ip FROM events WHERE type = $1 AND subject_id = $2 ORDER BY id',
      [type, userId],
    );

  test('SPEC-001.27: tells who signed in, and who was tried', async () => {
    const ann = await app.person('Ann');
    await pairOf(app, ann);
    await logIn(app, ann.email, 'canary: not her password');
    expect(await eventsOf('session.started', ann.id)).toMatchObject([{ actor_id: ann.id, ip: '127.0.0.1' }]);
    expect(await eventsOf('sign_in.failed', ann.id)).toMatchObject([
      { actor_id: null, data: { code: 'invalid_credentials' } },
    ]);
  });

  test('SPEC-001.27: knows neither passwords, tokens, nor the addresses of strangers', async () => {
    const ann = await app.person('Ann');
    const { access_token, refresh_token } = await pairOf(app, ann);
    await logIn(app, ann.email, 'canary-password');
    await logIn(app, 'canary.address@example.com', 'canary-password');
    const rows = await app.database.query(
      'SELECT e::text AS row FROM events e UNION ALL SELECT a::text FROM attempts a UNION ALL SELECT t::text FROM refresh_tokens t',
    );
    const all = JSON.stringify(rows);
    for (const secret of ['canary', PASSWORD, access_token, refresh_token]) expect(all).not.toContain(secret);
    expect(all).not.toContain(Buffer.from(refresh_token, 'base64url').toString('hex'));
  });
});
