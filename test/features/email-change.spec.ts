import { type TestApp, startApp, startBeside } from '../support/app.js';
import { enableSecondFactor } from '../support/authenticator.js';
import type { Answer } from '../support/client.js';
import { Mailbox } from '../support/mailbox.js';
import { PASSWORD, type Person } from '../support/people.js';
import { until } from '../support/until.js';

let mailbox: Mailbox;
let app: TestApp;
let other: TestApp;
let addresses = 0;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  const env = { SMTP_URL: mailbox.url, PUBLIC_URL: 'https://api.example.com', APP_URL: 'https://tasks.example.com' };
  app = await startApp(env);
  other = await startBeside(app, env);
});

afterAll(async () => {
  await other.stop();
  await app.stop();
  await mailbox.close();
});

/** Mails that no instance has finished trying to send. */
const UNTRIED = 'SELECT event_id FROM deliveries WHERE outside AND dead_at IS NULL AND attempts = 0 LIMIT 1';

const said = ({ status, body }: Answer) => `${status} ${body.error?.code ?? 'fine'}`;
const newAddress = () => `new.${++addresses}@example.org`;

async function ask(person: Person, email: string): Promise<string> {
  const answer = await person.post('/users/me/email', { email, current_password: PASSWORD }, { Host: 'evil.example' });
  expect([answer.status, answer.body.data]).toEqual([202, null]);
  // Either instance may send it.
  const isThere = async () => (await app.database.query(UNTRIED)).length === 0;
  await app.idle();
  await until(isThere);
  return linkIn(email);
}

function linkIn(address: string): string {
  const [mail] = mailbox.to(address).slice(-1);
  return /https:\/\/tasks\.example\.com\/confirm-email#token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

const confirm = (token: string, at = app) => at.http.post('/auth/email/confirm', { token });

describe('A new address', () => {
  test('SPEC-013.17, SPEC-013.15: gets a link, the old one a notice, and nothing has moved yet', async () => {
    const ann = await app.person('Ann');
    const email = newAddress();
    expect(await ask(ann, email)).toMatch(/^[\w-]{43}$/);
    expect(mailbox.newest(ann.email).text).toContain('asked to move your account');
    expect((await ann.get('/users/me')).body.data).toMatchObject({ email: ann.email });
  });

  test('SPEC-013.19, SPEC-013.16: is in force once its link is opened, and only once', async () => {
    const ann = await app.person('Ann');
    const email = newAddress();
    const token = await ask(ann, email);
    const uses = await Promise.all(Array.from({ length: 10 }, (_, index) => confirm(token, index % 2 ? app : other)));
    expect(uses.map(said).sort()).toEqual(['200 fine', ...Array<string>(9).fill('422 invalid_token_link')]);
    expect((await ann.get('/users/me')).body.data).toMatchObject({ email });
    const login = (address: string) => app.http.post('/auth/login', { email: address, password: PASSWORD });
    expect([said(await login(email)), said(await login(ann.email))]).toEqual(['200 fine', '401 invalid_credentials']);
    await app.idle();
    expect(mailbox.newest(ann.email).text).toContain(`moved to the address ${email}`);
  });

  test('SPEC-013.19: is not confirmed by an older link, a late one or a false one', async () => {
    const ann = await app.person('Ann');
    const older = await ask(ann, newAddress());
    const newer = await ask(ann, newAddress());
    expect(said(await confirm(older))).toBe('422 invalid_token_link');
    expect(said(await confirm(`${newer.slice(0, -2)}xx`))).toBe('422 invalid_token_link');
    await app.database.execute("UPDATE mail_links SET expires_at = now() - interval '1 s' WHERE user_id = $1", [
      ann.id,
    ]);
    expect(said(await confirm(newer))).toBe('422 invalid_token_link');
  });

  test('SPEC-013.18: that is somebody else’s gets a notice instead, and the one who asks sees no difference', async () => {
    const ann = await app.person('Ann');
    const ben = await app.person('Ben');
    expect(await ask(ann, ben.email.toUpperCase())).toBe('');
    expect(mailbox.newest(ben.email).text).toContain('It is yours, so nothing has changed.');
  });

  test('SPEC-013.20: that somebody else took meanwhile is 409, and nothing changes', async () => {
    const ann = await app.person('Ann');
    const email = newAddress();
    const token = await ask(ann, email);
    const taker = await app.http.post('/auth/register', { email, password: PASSWORD, display_name: 'Tom Taker' });
    expect(taker.status).toBe(201);
    expect(said(await confirm(token))).toBe('409 email_taken');
    expect((await ann.get('/users/me')).body.data).toMatchObject({ email: ann.email });
  });
});

describe('The owner of an account', () => {
  test('SPEC-013.16: is told of a second factor, and of another password', async () => {
    const ann = await app.person('Ann');
    await enableSecondFactor(ann);
    await app.idle();
    expect(mailbox.newest(ann.email).text).toContain('A second factor protects your account');
    await ann.post('/users/me/password', { current_password: PASSWORD, new_password: 'another good one of tests' });
    await app.idle();
    expect(mailbox.newest(ann.email).text).toContain('password of your account was changed');
  });
});
