import { startApp, startBeside, type TestApp } from '../support/app.js';
import { linkTo, newAddress } from '../support/invitations.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { PASSWORD, type Person } from '../support/people.js';
import { said } from '../support/outcome.js';

let app: TestApp;
let invited: TestApp;
let closed: TestApp;
let mailbox: Mailbox;
let admin: Person;
let olga: Person;
let project: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  invited = await startBeside(app, { SMTP_URL: mailbox.url, REGISTRATION: 'invited' });
  closed = await startBeside(app, { SMTP_URL: mailbox.url, REGISTRATION: 'closed' });
  admin = await app.admin();
});

beforeEach(async () => {
  olga = await app.person('Olga');
  project = await make.project(olga);
});

afterAll(async () => {
  await closed.stop();
  await invited.stop();
  await app.stop();
  await mailbox.close();
});

const link = (email?: string) => linkTo(app, mailbox, { inviter: olga, project, ...(email && { email }) });

const register = (at: TestApp, fields: object = {}) =>
  at.http.post('/auth/register', { email: newAddress('rita'), password: PASSWORD, display_name: 'Rita', ...fields });

async function membersOf(): Promise<unknown[]> {
  const { items } = (await olga.get(`/projects/${project.id}/members`)).body.data as {
    items: { user: { display_name: string }; role: string }[];
  };
  return items.map(({ user, role }) => `${user.display_name}: ${role}`);
}

/** Those who have an account with this address. */
async function accounts(email: string): Promise<unknown[]> {
  return ((await admin.get(`/users?email=${encodeURIComponent(email)}`)).body.data as { items: unknown[] }).items;
}

describe('Registering with an invitation', () => {
  test('SPEC-018.14: makes a member, and the inviter hears of it', async () => {
    const answer = await register(app, { invitation_token: await link() });
    expect([answer.status, answer.body.data]).toMatchObject([201, { display_name: 'Rita', email_confirmed: false }]);
    expect(await membersOf()).toEqual(['Olga: owner', 'Rita: editor']);
    await app.idle();
    const { items } = (await olga.get('/notifications')).body.data as { items: unknown[] };
    expect(items).toMatchObject([{ type: 'member_added', data: { role: 'editor', by: 'Rita' } }]);
  });

  test('SPEC-018.14: at the invited address confirms it, and asks for no confirmation', async () => {
    const email = newAddress('rita');
    const invitation_token = await link(email);
    const { body } = await register(app, { email: email.toUpperCase(), invitation_token });
    expect(body.data).toMatchObject({ email_confirmed: true });
    await app.idle();
    const subjects = mailbox.mails.filter(({ to }) => to.some((one) => one.toLowerCase() === email));
    expect(subjects.map(({ headers }) => headers.subject)).toEqual([expect.stringContaining('=?')]);
  });

  test('SPEC-018.14: makes no account where it can’t join, and spends no link where there is no account', async () => {
    const [token, email] = [await link(), newAddress('rita')];
    expect(said(await register(app, { email: olga.email, invitation_token: token }))).toBe('409 email_taken');
    expect(said(await register(app, { password: 'short', invitation_token: token }))).toBe('422 validation_failed');
    await olga.patch(`/projects/${project.id}`, { status: 'archived' });
    expect(said(await register(app, { email, invitation_token: token }))).toBe('409 project_archived');
    expect(await accounts(email)).toEqual([]);
    await olga.patch(`/projects/${project.id}`, { status: 'active' });
    expect(said(await register(app, { email, invitation_token: token }))).toBe('201');
    expect(await membersOf()).toEqual(['Olga: owner', 'Rita: editor']);
  });

  test('SPEC-018.14: makes one account of several who use one link at the same moment', async () => {
    const invitation_token = await link();
    const emails = [1, 2, 3, 4].map(() => newAddress('rita'));
    const answers = await Promise.all(
      emails.map((email, nth) => register(nth % 2 ? app : invited, { email, invitation_token })),
    );
    expect(answers.map(said).sort()).toEqual(['201', ...Array<string>(3).fill('422 invalid_token_link')]);
    expect((await Promise.all(emails.map(accounts))).flat()).toHaveLength(1);
    expect(await membersOf()).toEqual(['Olga: owner', 'Rita: editor']);
  });
});

describe('REGISTRATION', () => {
  test('SPEC-018.15: lets in anybody, those who are invited, or nobody', async () => {
    expect(said(await register(app))).toBe('201');
    for (const place of [invited, closed]) {
      const email = newAddress('rita');
      expect(said(await register(place, { email }))).toBe('403 registration_closed');
      expect(await accounts(email)).toEqual([]);
    }
    expect(said(await register(invited, { invitation_token: await link() }))).toBe('201');
  });

  test('SPEC-018.16: is asked before the link is looked at', async () => {
    const token = await link();
    for (const invitation_token of [token, 'no token at all'])
      expect(said(await register(closed, { invitation_token }))).toBe('403 registration_closed');
    expect(said(await register(invited, { invitation_token: 'no token at all' }))).toBe('422 invalid_token_link');
    expect(said(await register(invited, { invitation_token: token }))).toBe('201');
  });

  test('SPEC-018.15: does not keep those who have an account from signing in', async () => {
    const { status } = await closed.http.post('/auth/login', { email: olga.email, password: PASSWORD });
    expect(status).toBe(200);
  });
});
