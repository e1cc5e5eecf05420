import { Subscriptions } from '../../src/platform/events/subscriptions.js';
import { MailAllowance } from '../../src/platform/mail/mail-allowance.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { PASSWORD, type Person } from '../support/people.js';

let app: TestApp;
let beside: TestApp;
let mailbox: Mailbox;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  beside = await startBeside(app, { SMTP_URL: mailbox.url });
});

afterEach(() => {
  mailbox.isFull = false;
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
  await mailbox.close();
});

/** So many tasks by one person for another. */
async function assign(sender: Person, reader: Person, count: number): Promise<void> {
  const project = await make.project(sender);
  const instances = [app, beside];
  await Promise.all(
    Array.from({ length: count }, (_, nth) =>
      make.task((instances[nth % 2] as TestApp).as(sender), project, { assignee_id: reader.id }),
    ),
  );
}

async function mailsTo(...readers: Person[]): Promise<number> {
  await app.idle();
  return readers.reduce((count, { email }) => count + mailbox.to(email).length, 0);
}

const unconfirm = ({ id }: Person) =>
  app.database.execute('UPDATE users SET email_confirmed_at = NULL WHERE id = $1', [id]);
const askFor = (person: Person, email: string) => person.post('/users/me/email', { email, current_password: PASSWORD });

describe('Mails that others cause', () => {
  test('SPEC-011.16: go to nobody who has not confirmed the address', async () => {
    const [ann, bob, cy] = await Promise.all([app.person('Ann'), app.person('Bob'), app.person('Cy')]);
    await unconfirm(bob);
    await assign(ann, bob, 1);
    expect((await askFor(cy, bob.email)).status).toBe(202);
    expect(await mailsTo(bob)).toBe(0);
  });

  test('SPEC-011.16: do not go to somebody who signed up with the address of another', async () => {
    const ann = await app.person('Ann');
    const email = 'victim@example.org';
    const newcomer = { email, password: PASSWORD, display_name: 'Not the victim' };
    const { id } = (await app.http.post('/auth/register', newcomer)).body.data as { id: number };
    await make.task(ann, await make.project(ann), { assignee_id: id });
    await app.idle();
    expect(mailbox.to(email).filter(({ headers }) => headers.subject?.startsWith('Assigned'))).toEqual([]);
  });

  test('SPEC-011.17: hold names and titles on one line, cut where they are long', async () => {
    const [ann, bob] = await Promise.all([app.person('Ann'), app.person('Bob')]);
    await bob.patch('/users/me', { display_name: 'Bob\r\n\r\nDear\u2028customer\u0085.' });
    const project = await make.project(ann, { name: `Garden\n\n${'x'.repeat(150)}` });
    await make.task(ann, project, { title: 'Water\r\nBcc: eve@example.com\r\n\r\nPay\u0085here', assignee_id: bob.id });
    expect(await mailsTo(bob)).toBe(1);
    const { text, headers } = mailbox.newest(bob.email);
    const [greeting, , about] = text.split('\n');
    expect(greeting).toBe('Hello Bob Dear customer .,');
    expect(about).toBe(
      `“Water Bcc: eve@example.com Pay here” in the project “Garden ${'x'.repeat(92)}…” has been assigned to you:`,
    );
    expect(headers.bcc).toBeUndefined();
  });

  test('SPEC-011.18: come to one address thirty times an hour at most, whoever sends them', async () => {
    const [ann, ada, bob] = await Promise.all([app.person('Ann'), app.person('Ada'), app.person('Bob')]);
    await Promise.all([assign(ann, bob, 20), assign(ada, bob, 20)]);
    expect(await mailsTo(bob)).toBe(30);
    await app.database.execute("UPDATE caused_mails SET counted_at = counted_at - interval '1 hour'");
    await assign(ann, bob, 1);
    expect(await mailsTo(bob)).toBe(31);
  });

  test('SPEC-011.18: come from one person sixty times an hour at most, whoever gets them', async () => {
    const sender = await app.person('Sam Sender');
    const readers = await Promise.all(['Ray', 'Roy', 'Ruy'].map((name) => app.person(name)));
    await Promise.all(readers.map((reader) => assign(sender, reader, 25)));
    expect(await mailsTo(...readers)).toBe(60);
  });

  test('SPEC-011.18: count once, however often the mail server was away', async () => {
    const [ann, bob] = await Promise.all([app.person('Ann'), app.person('Bob')]);
    mailbox.isFull = true;
    await assign(ann, bob, 1);
    await mailsTo(bob);
    await app.database.execute('UPDATE deliveries SET due_at = now() WHERE outside');
    await mailsTo(bob);
    mailbox.isFull = false;
    await app.database.execute('UPDATE deliveries SET due_at = now() WHERE outside');
    expect(await mailsTo(bob)).toBe(1);
    const counted = await app.database.query('SELECT count(*) FROM caused_mails WHERE sender_id = $1', [ann.id]);
    expect(counted).toEqual([{ count: 1 }]);
  });

  test('SPEC-011.18: are counted for notices that an address is taken, and for links to a new one', async () => {
    const [ann, bob] = await Promise.all([app.person('Ann'), app.person('Bob')]);
    const claimed = 'somebody.else@example.org';
    const allowance = app.get(MailAllowance);
    for (const address of [bob.email, claimed]) {
      for (let nth = 1; nth < 30; nth++)
        expect(await allowance.take({ eventId: -nth, senderId: null, address })).toBe(true);
    }
    for (const address of [bob.email, bob.email, claimed, claimed])
      expect((await askFor(ann, address)).status).toBe(202);
    expect(await mailsTo(bob)).toBe(1);
    expect(mailbox.to(claimed).length).toBeLessThanOrEqual(1);
  });

  test('SPEC-011.18: are forgotten after a day', async () => {
    const allowance = app.get(MailAllowance);
    await allowance.take({ eventId: -1_000, senderId: null, address: 'old@example.org' });
    await app.database.execute(
      "UPDATE caused_mails SET counted_at = now() - interval '25 hours' WHERE event_id = -1000",
    );
    await allowance.clear();
    const rest = await app.database.query('SELECT event_id FROM caused_mails WHERE event_id = -1000');
    expect(rest).toEqual([]);
  });
});

test('SPEC-011.19: what somebody must hear at once does not wait behind mails that others cause', () => {
  const lanesOf = (type: string) =>
    app
      .get(Subscriptions)
      .of(type)
      .filter(({ external }) => external)
      .map(({ bulk }) => bulk);
  const first = [
    'password.changed',
    'password.reset_link_made',
    'session.stolen',
    'email.changed',
    'second_factor.disabled',
  ];
  for (const type of first) expect([type, ...lanesOf(type)]).toEqual([type, false]);
  for (const type of ['task.assigned', 'email.taken_requested']) expect([type, ...lanesOf(type)]).toEqual([type, true]);
});
