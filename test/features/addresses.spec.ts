import { NormalizeEmailDomains1795219200303 } from '../../migrations/1795219200303-normalize-email-domains.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { type TestApp, startApp } from '../support/app.js';
import { PASSWORD, type Person } from '../support/people.js';
import { byForm, logIn, said } from '../support/tokens.js';

let app: TestApp;
let admin: Person;

beforeAll(async () => {
  app = await startApp({ ADMIN_EMAIL: 'chef@Zürich.example', LOGIN_FAILURES_PER_MINUTE: '1000' });
  admin = await app.admin();
});

afterAll(() => app.stop());

const register = (email: string) =>
  app.http.post('/auth/register', { email, password: PASSWORD, display_name: 'Somebody' });

/** One mailbox each: what is registered, and how else it can be written. */
const MAILBOXES = [
  ['ann@münchen.example', ['ann@xn--mnchen-3ya.example', 'Ann@MÜNCHEN.example', 'ann@mu\u0308nchen.EXAMPLE']],
  ['ben@xn--bcher-kva.example', ['ben@bücher.example', 'BEN@XN--BCHER-KVA.example', 'ben@ｂücher.example']],
  ['cem@ｅｘａｍｐｌｅ.com', ['cem@example.com', 'cem@EXAMPLE.com', 'cem@example。com', 'cem@exam\u00adple.com']],
] as const;

describe('An address', () => {
  test.each(MAILBOXES)('SPEC-013.39: %s is one mailbox, however it is written', async (email, spellings) => {
    const { body } = await register(email);
    const { id } = body.data as { id: number };
    for (const spelling of [email, ...spellings]) {
      expect(said(await register(spelling))).toBe('409 email_taken');
      expect(said(await logIn(app, spelling))).toBe('200 fine');
      expect((await byForm(app, { grant_type: 'password', username: spelling, password: PASSWORD })).status).toBe(200);
      const found = await admin.get(`/users?email=${encodeURIComponent(spelling)}`);
      expect((found.body.data as { items: { id: number }[] }).items.map((user) => user.id)).toEqual([id]);
      await app.http.post('/auth/password/forgot', { email: spelling });
    }
    const asked = 'SELECT FROM events WHERE type = $1 AND subject_id = $2';
    expect(await app.database.execute(asked, ['password.reset_requested', id])).toBe(spellings.length + 1);
  });

  test('SPEC-013.39: of a failed sign-in is counted once, however it is written', async () => {
    for (const email of ['who@müsli.example', 'WHO@xn--msli-0ra.example', 'who@ｍüsli.example'])
      await logIn(app, email, 'not the one');
    const [keys] = await app.database.query(
      `SELECT count(DISTINCT key) AS count FROM attempts WHERE kind = 'sign_in.account'`,
    );
    expect(keys).toEqual({ count: 1 });
  });

  test('SPEC-013.39: that is asked for in another spelling is taken', async () => {
    await register('dora@grün.example');
    const ann = await app.person('Ann');
    const answer = await ann.post('/users/me/email', { email: 'dora@ＧＲÜＮ.example', current_password: PASSWORD });
    expect(answer.status).toBe(202);
    const asked = 'SELECT FROM events WHERE type = $1 AND subject_id = $2';
    expect(await app.database.execute(asked, ['email.taken_requested', ann.id])).toBe(1);
  });

  test('SPEC-013.39: of the first administrator is found in each spelling', async () => {
    const { status } = await logIn(app, 'chef@xn--zrich-kva.example', 'the first administrator of the tests');
    expect(status).toBe(200);
  });

  test.each([
    'a@127.0.0.1',
    'a@0x7f.1',
    'a@[::1]',
    'a@ex%61mple.com',
    'a@exam／ple.com',
    'a@example.com/x',
    'a@-example.com',
    'a@xn--a',
    'a@example..com',
    'a@example.com。',
    'a@\u200d.com',
    `a@${'b'.repeat(64)}.com`,
  ])('SPEC-013.40: %s is none', async (email) => {
    expect(said(await register(email))).toBe('422 validation_failed');
    expect(said(await app.http.post('/auth/password/forgot', { email }))).toBe('422 validation_failed');
    expect(said(await admin.get(`/users?email=${encodeURIComponent(email)}`))).toBe('422 validation_failed');
  });
});

describe('What was stored before', () => {
  const insert = async (email: string) => {
    const text = `INSERT INTO users (email, email_key, display_name, password_hash) VALUES ($1, $2, 'Old', 'x') RETURNING id`;
    return (await app.database.query<{ id: number }>(text, [email, email.toLowerCase()]))[0]?.id ?? 0;
  };

  test('SPEC-013.39: is found in each spelling; of two that clash the older keeps the address, and the audit says so', async () => {
    const alone = await insert('eva@Öl.example');
    const [older, younger] = [await insert('fay@käse.example'), await insert('fay@xn--kse-qla.example')];
    const [first, second] = [await insert('gus@xn--nsse-0ra.example'), await insert('gus@nüsse.example')];
    const dataSource = await createDataSource({ url: app.databaseUrl, poolMax: 1 }).initialize();
    await new NormalizeEmailDomains1795219200303().up(dataSource.createQueryRunner());
    await dataSource.destroy();
    const owner = async (email: string) => {
      const { body } = await admin.get(`/users?email=${encodeURIComponent(email)}`);
      return (body.data as { items: { id: number }[] }).items.map(({ id }) => id);
    };
    expect(await owner('eva@xn--l-0ga.example')).toEqual([alone]);
    expect(await owner('fay@käse.example')).toEqual([older]);
    expect(await owner('gus@nüsse.example')).toEqual([first]);
    const { body } = await admin.get('/audit/events?type=user.email_clashed');
    const told = (body.data as { items: { subject: { id: number } }[] }).items.map(({ subject }) => subject.id);
    expect(told.sort()).toEqual([younger, second].sort());
  });
});
