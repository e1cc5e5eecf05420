import { MailLinkService } from '../../src/features/recovery/mail-link.service.js';
import { UserService } from '../../src/features/users/user.service.js';
import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { Mailbox } from '../support/mailbox.js';
import { PASSWORD, type Person } from '../support/people.js';
import { logIn, pairOf, refresh, said } from '../support/tokens.js';

const OTHER_PASSWORD = 'another good one of the tests';

let mailbox: Mailbox;
let app: TestApp;
let admin: Person;
let addresses = 0;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, REFRESH_REUSE_GRACE_SECONDS: '0' });
  admin = await app.admin();
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

const newAddress = () => `moved.${++addresses}@example.org`;
const confirm = (token: string) => app.http.post('/auth/email/confirm', { token });
const reset = (token: string) => app.http.post('/auth/password/reset', { token, new_password: OTHER_PASSWORD });

/** The courier may send from another turn of its round: what counts is that the mail is there. */
async function linkTo(address: string, subject: string): Promise<string> {
  for (;;) {
    await app.idle();
    const mail = mailbox.to(address).findLast(({ headers }) => headers.subject === subject);
    const token = /token=(\S+)/.exec(mail?.text ?? '')?.[1];
    if (token) return token;
  }
}

async function askForReset(ann: Person): Promise<string> {
  await app.http.post('/auth/password/forgot', { email: ann.email });
  return linkTo(ann.email, 'Set a new password');
}

async function askToMove(ann: Person): Promise<string> {
  const email = newAddress();
  await ann.post('/users/me/email', { email, current_password: PASSWORD });
  return linkTo(email, 'Confirm your new address');
}

async function askToConfirm(ann: Person): Promise<string> {
  await app.database.execute('UPDATE users SET email_confirmed_at = NULL WHERE id = $1', [ann.id]);
  await ann.post('/users/me/email/confirmation');
  return linkTo(ann.email, 'Confirm your address');
}

/** Shows a spent refresh token. */
async function beRobbed(ann: Person): Promise<Answer> {
  const { refresh_token: token } = await pairOf(app, ann);
  await refresh(app, token);
  return refresh(app, token);
}

const ENDS: Record<string, (ann: Person) => Promise<unknown>> = {
  'a change of password': (ann) =>
    ann.post('/users/me/password', { current_password: PASSWORD, new_password: OTHER_PASSWORD }),
  'a reset': async (ann) => reset(await askForReset(ann)),
  'another address': async (ann) => confirm(await askToMove(ann)),
  'being disabled and enabled': async (ann) => {
    await admin.patch(`/users/${ann.id}`, { is_active: false });
    await admin.patch(`/users/${ann.id}`, { is_active: true });
  },
  'the end of the sessions by an administrator': (ann) => admin.delete(`/users/${ann.id}/sessions`),
  'the end of the other sessions by the owner': (ann) => ann.delete('/users/me/sessions'),
  'a theft': beRobbed,
};

describe('A link', () => {
  test.each(Object.keys(ENDS))('SPEC-013.32: of every sort ends with %s', async (name) => {
    const ann = await app.person('Ann');
    const links = { move: await askToMove(ann), reset: await askForReset(ann), confirm: await askToConfirm(ann) };
    await ENDS[name]?.(ann);
    const answers = [await confirm(links.move), await reset(links.reset), await confirm(links.confirm)].map(said);
    expect(answers).toEqual(Array(3).fill('422 invalid_token_link'));
  });

  test('SPEC-013.32: is good while nothing of the kind has happened, and a renewed hash is none', async () => {
    const ann = await app.person('Ann');
    const token = await askToConfirm(ann);
    await ann.patch('/users/me', { display_name: 'Anna' });
    await admin.patch(`/users/${ann.id}`, { roles: ['user', 'viewer'], password_must_change: true });
    await app.database.execute("UPDATE users SET password_hash = password_hash || '' WHERE id = $1", [ann.id]);
    expect(said(await confirm(token))).toBe('200 fine');
  });

  test('SPEC-013.32: is not even made for who was found to be right before such a change', async () => {
    const ann = await app.person('Ann');
    const before = await app.get(UserService).find(ann.id);
    await ann.delete('/users/me/sessions');
    const wish = { userId: ann.id, purpose: 'email_change', minutes: 5, email: newAddress() };
    expect(await app.get(MailLinkService).issue({ ...wish, epoch: before?.linkEpoch ?? -1 })).toBeNull();
    expect(await app.get(MailLinkService).issue(wish)).not.toBeNull();
  });

  test('SPEC-013.32: and a change of password at the same moment: exactly one of them is made', async () => {
    for (let round = 0; round < 4; round++) {
      const ann = await app.person('Ann');
      const token = await askForReset(ann);
      const wish = { current_password: PASSWORD, new_password: 'a third one of the tests' };
      const both = await Promise.all([reset(token), ann.post('/users/me/password', wish)]);
      const made = both.map(({ status }) => status === 200);
      expect(made.filter(Boolean)).toHaveLength(1);
      const passwords = [OTHER_PASSWORD, wish.new_password];
      for (const [index, password] of passwords.entries())
        expect((await logIn(app, ann.email, password)).status === 200).toBe(made[index]);
    }
  });

  test('SPEC-013.33: never changes a disabled account', async () => {
    const ann = await app.person('Ann');
    const links = { move: await askToMove(ann), reset: await askForReset(ann), confirm: await askToConfirm(ann) };
    await app.database.execute('UPDATE users SET is_active = false WHERE id = $1', [ann.id]);
    const answers = [await confirm(links.move), await reset(links.reset), await confirm(links.confirm)].map(said);
    expect(answers).toEqual(Array(3).fill('422 invalid_token_link'));
    const [row] = await app.database.query('SELECT email, email_confirmed_at FROM users WHERE id = $1', [ann.id]);
    expect(row).toEqual({ email: ann.email, email_confirmed_at: null });
  });
});

describe('The address of an account', () => {
  async function register(): Promise<{ email: string; headers: Record<string, string> }> {
    const email = newAddress();
    const { body } = await app.http.post('/auth/register', { email, password: PASSWORD, display_name: 'Rita' });
    expect(body.data).toMatchObject({ email_confirmed: false });
    const { access_token } = await pairOf(app, { email });
    return { email, headers: { Authorization: `Bearer ${access_token}` } };
  }

  const isConfirmed = async (headers: Record<string, string>) =>
    ((await app.http.get('/users/me', headers)).body.data as { email_confirmed: boolean }).email_confirmed;

  test('SPEC-013.44, SPEC-013.45: is confirmed by the link that registering sends, once', async () => {
    const { email, headers } = await register();
    const token = await linkTo(email, 'Confirm your address');
    expect([await isConfirmed(headers), (await app.http.post('/projects', { name: 'Works' }, headers)).status]).toEqual(
      [false, 201],
    );
    expect([said(await confirm(token)), said(await confirm(token))]).toEqual(['200 fine', '422 invalid_token_link']);
    expect(await isConfirmed(headers)).toBe(true);
    const { body } = await admin.get(`/users?email=${encodeURIComponent(email)}`);
    expect(body.data).toMatchObject({ items: [{ email_confirmed: true }] });
  });

  test('SPEC-013.45: is confirmed by a reset and by a change too', async () => {
    const [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
    await app.database.execute('UPDATE users SET email_confirmed_at = NULL WHERE id = ANY ($1)', [[ann.id, ben.id]]);
    expect(said(await reset(await askForReset(ann)))).toBe('200 fine');
    expect(said(await confirm(await askToMove(ben)))).toBe('200 fine');
    for (const { id } of [ann, ben])
      expect((await admin.get(`/users/${id}`)).body.data).toMatchObject({ email_confirmed: true });
  });

  test('SPEC-013.44: of the first administrator counts as confirmed', async () => {
    const { body } = await admin.get('/users?email=admin@fasttrack.local');
    expect(body.data).toMatchObject({ items: [{ email_confirmed: true }] });
  });

  test('SPEC-013.46: gets three links an hour, the newest of which is good, and none once it is confirmed', async () => {
    const { email, headers } = await register();
    const first = await linkTo(email, 'Confirm your address');
    const ask = () => app.http.post('/users/me/email/confirmation', undefined, headers);
    const asked = await Promise.all(Array.from({ length: 8 }, ask));
    expect(asked.map(({ status, body }) => [status, body.data])).toEqual(Array(8).fill([202, null]));
    const links = 'SELECT l.id FROM mail_links l JOIN users u ON u.id = l.user_id WHERE u.email = $1';
    expect(await app.database.execute(links, [email])).toBe(3);
    expect(said(await confirm(first))).toBe('422 invalid_token_link');
    await app.database.execute("UPDATE mail_links SET created_at = created_at - interval '1 h'");
    await app.database.execute('UPDATE users SET email_confirmed_at = now() WHERE email = $1', [email]);
    expect((await ask()).status).toBe(202);
    expect(await app.database.execute(links, [email])).toBe(3);
  });
});
