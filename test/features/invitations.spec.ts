import { startApp, startBeside, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { beforeDelivery } from '../support/courier.js';
import { invite, linkTo, newAddress, tokenAt } from '../support/invitations.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { said } from '../support/outcome.js';

const APP_URL = 'https://board.example.com/app';

let app: TestApp;
let beside: TestApp;
let mailbox: Mailbox;
let admin: Person;
let olga: Person;
let project: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url, APP_URL });
  beside = await startBeside(app, { SMTP_URL: mailbox.url, APP_URL });
  admin = await app.admin();
});

beforeEach(async () => {
  olga = await app.person('Olga');
  project = await make.project(olga);
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
  await mailbox.close();
});

const place = (...rest: (string | number)[]) => ['/projects', project.id, 'invitations', ...rest].join('/');
const inspect = (token: string) => app.http.post('/invitations/inspect', { token });
const idOf = ({ body }: Answer) => (body.data as { id: number }).id;

interface Shown {
  id: number;
  email: string;
  role: string;
  invited_by: { id: number; display_name: string };
  created_at: string;
  expires_at: string;
}

async function open(reader: Person = olga, query = ''): Promise<Shown[]> {
  return ((await reader.get(`${place()}?limit=100${query}`)).body.data as { items: Shown[] }).items;
}

describe('Inviting', () => {
  test('SPEC-018.1: answers the invitation, good for seven days', async () => {
    const email = newAddress();
    const { status, body } = await invite(olga, project, email, 'editor');
    expect(status).toBe(201);
    const shown = body.data as Shown;
    expect(shown).toMatchObject({ email, role: 'editor', invited_by: { id: olga.id, display_name: 'Olga' } });
    expect(Object.keys(shown).sort()).toEqual(['created_at', 'email', 'expires_at', 'id', 'invited_by', 'role']);
    expect(Date.parse(shown.expires_at) - Date.parse(shown.created_at)).toBe(7 * 24 * 60 * 60 * 1000);
    expect(await open()).toEqual([shown]);
  });

  test('SPEC-018.1: takes each role that a manager can give, and no other', async () => {
    for (const role of ['viewer', 'commenter', 'editor', 'manager'])
      expect(said(await invite(olga, project, newAddress(), role))).toBe('201');
    for (const role of ['owner', 'boss', 'Viewer', '', null, 5]) {
      const answer = await olga.post(place(), { email: newAddress(), role });
      expect([said(answer), answer.body.error?.details[0]?.field]).toEqual(['422 validation_failed', 'role']);
    }
    expect(await open()).toHaveLength(4);
  });

  test('SPEC-018.1: refuses what is no address, and one’s own in any spelling', async () => {
    const own = [olga.email, olga.email.toUpperCase(), ` ${olga.email} `];
    for (const email of ['nobody', 'a b@example.org', '@example.org', 'a@b@c.org', '', null, ...own]) {
      const answer = await olga.post(place(), { email, role: 'viewer' });
      expect([said(answer), answer.body.error?.details[0]?.field]).toEqual(['422 validation_failed', 'email']);
    }
    expect(await open()).toEqual([]);
    await app.idle();
    expect(mailbox.to(olga.email)).toEqual([]);
  });

  test('SPEC-018.1: is for managers', async () => {
    const [mia, eddy] = [await app.person('Mia'), await app.person('Eddy')];
    await join(app, project, mia, 'manager');
    await join(app, project, eddy, 'editor');
    expect(said(await invite(mia, project, newAddress()))).toBe('201');
    for (const person of [eddy, await app.person('Sam')]) {
      expect(said(await invite(person, project, newAddress()))).toBe('403 forbidden');
      expect(said(await person.get(place()))).toBe('403 forbidden');
      expect(said(await person.delete(place(1)))).toBe('403 forbidden');
    }
  });

  test('SPEC-018.2: answers the same for a stranger’s address, an account’s and a member’s', async () => {
    const [ben, cy] = [await app.person('Ben'), await app.person('Cy')];
    await join(app, project, cy, 'viewer');
    const shapes: unknown[] = [];
    for (const email of [newAddress(), ben.email, cy.email]) {
      const { status, body } = await invite(olga, project, email);
      shapes.push([status, { ...(body.data as object), id: 0, email: '', created_at: '', expires_at: '' }]);
    }
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
    for (const { email } of [ben, cy]) expect(await tokenAt(app, mailbox, email)).toHaveLength(43);
  });

  test('SPEC-018.3: sends a link to the page of the front end, with names on one line', async () => {
    await olga.patch('/users/me', { display_name: 'Olga\r\n\r\nDear customer' });
    await olga.patch(`/projects/${project.id}`, { name: 'Garden\u2028Pay here' });
    const email = newAddress();
    await linkTo(app, mailbox, { inviter: olga, project, email, role: 'commenter' });
    const { text, headers } = mailbox.newest(email);
    expect(text.split('\n')[0]).toBe(
      'Olga Dear customer invites you to the project “Garden Pay here”, with the role commenter.',
    );
    expect(text.match(/https?:\/\/\S+/g)).toEqual([expect.stringMatching(`^${APP_URL}/invitations#token=[\\w-]{43}$`)]);
    expect(headers['auto-submitted']).toBe('auto-generated');
  });

  test('SPEC-018.3: sends nothing if it was cancelled before', async () => {
    const email = newAddress();
    await beforeDelivery(app, async () => {
      await beforeDelivery(beside, async () => {
        await olga.delete(place(idOf(await invite(olga, project, email))));
      });
    });
    expect(mailbox.to(email)).toEqual([]);
  });
});

describe('Inviting the same address again', () => {
  test('SPEC-018.4: renews the invitation, and the older link is dead', async () => {
    const mia = await join(app, project, await app.person('Mia'), 'manager');
    const email = `Grün.${newAddress()}`;
    const first = await linkTo(app, mailbox, { inviter: olga, project, email, role: 'viewer' });
    const [before] = await open();
    await app.database.execute(`UPDATE invitations SET expires_at = now() + interval '1 day' WHERE id = $1`, [
      before?.id,
    ]);
    expect((await invite(mia, project, email.toUpperCase(), 'manager')).body.data).toMatchObject({
      id: before?.id,
      role: 'manager',
      invited_by: { id: mia.id },
      created_at: before?.created_at,
    });
    const after = await open();
    expect(after).toHaveLength(1);
    expect(Date.parse(after[0]?.expires_at ?? '')).toBeGreaterThanOrEqual(Date.parse(before?.expires_at ?? ''));
    const second = await tokenAt(app, mailbox, after[0]?.email ?? '');
    expect([said(await inspect(first)), said(await inspect(second))]).toEqual(['422 invalid_token_link', '200']);
  });

  test('SPEC-018.4: to another project is another invitation', async () => {
    const [email, other] = [newAddress(), await make.project(olga)];
    const first = await linkTo(app, mailbox, { inviter: olga, project, email });
    const second = await linkTo(app, mailbox, { inviter: olga, project: other, email });
    expect([said(await inspect(first)), said(await inspect(second))]).toEqual(['200', '200']);
  });
});

describe('The open invitations', () => {
  test('SPEC-018.7: are listed by id, page by page, for managers, without those whose link is dead', async () => {
    const mia = await join(app, project, await app.person('Mia'), 'manager');
    const emails = [newAddress(), newAddress(), newAddress()];
    for (const email of emails) await invite(olga, project, email);
    await invite(mia, project, newAddress('of.mia'));
    const expired = newAddress('expired');
    await invite(olga, project, expired);
    await app.database.execute('UPDATE invitations SET expires_at = now() WHERE email = $1', [expired]);
    await olga.patch(`/projects/${project.id}/members/${mia.id}`, { role: 'editor' });
    expect((await open()).map(({ email }) => email)).toEqual(emails);
    const first = (await olga.get(`${place()}?limit=2`)).body.data as { items: Shown[]; next_cursor: string };
    const rest = await olga.get(`${place()}?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`);
    const { items, has_more } = rest.body.data as { items: Shown[]; has_more: boolean };
    expect([...first.items, ...items].map(({ email }) => email)).toEqual(emails);
    expect(has_more).toBe(false);
    await olga.patch(`/projects/${project.id}/members/${mia.id}`, { role: 'manager' });
    expect(await open(mia)).toHaveLength(4);
  });

  test('SPEC-018.8: are cancelled once, each in its own project', async () => {
    const email = newAddress();
    const token = await linkTo(app, mailbox, { inviter: olga, project, email });
    const [{ id } = { id: 0 }] = await open();
    const other = await make.project(olga);
    expect(said(await olga.delete(`/projects/${other.id}/invitations/${id}`))).toBe('404 not_found');
    const cancelled = await olga.delete(place(id));
    expect([cancelled.status, cancelled.body.data]).toEqual([200, null]);
    for (const nobody of [id, 999_999_999, 0, 'x', '1e3'])
      expect(said(await olga.delete(place(nobody)))).toBe('404 not_found');
    expect([await open(), said(await inspect(token))]).toEqual([[], '422 invalid_token_link']);
  });

  test('SPEC-018.8: are in the audit log with who made and cancelled them, without the address', async () => {
    const id = idOf(await invite(olga, project, newAddress(), 'viewer'));
    await olga.delete(place(id));
    const { items } = (await admin.get(`/audit/events?user_id=${olga.id}&limit=2`)).body.data as { items: object[] };
    expect(items).toMatchObject([
      { type: 'invitation.cancelled', subject: { type: 'invitation', id }, data: { project_id: project.id } },
      { type: 'invitation.created', subject: { type: 'invitation', id }, data: { role: 'viewer' } },
    ]);
    expect(JSON.stringify(items)).not.toContain('@example.org');
  });

  test('SPEC-018.9: of an archived project wait, and those of a deleted one are dead', async () => {
    const ben = await app.person('Ben');
    const token = await linkTo(app, mailbox, { inviter: olga, project });
    const [{ id } = { id: 0 }] = await open();
    await olga.patch(`/projects/${project.id}`, { status: 'archived' });
    for (const refused of [
      await invite(olga, project, newAddress()),
      await olga.delete(place(id)),
      await ben.post('/invitations/accept', { token }),
      await register(token),
    ])
      expect(said(refused)).toBe('409 project_archived');
    await olga.patch(`/projects/${project.id}`, { status: 'active' });
    expect(said(await inspect(token))).toBe('200');
    await olga.delete(`/projects/${project.id}`);
    for (const refused of [
      await inspect(token),
      await ben.post('/invitations/accept', { token }),
      await register(token),
    ])
      expect(said(refused)).toBe('422 invalid_token_link');
  });

  const register = (invitation_token: string) =>
    app.http.post('/auth/register', {
      email: newAddress(),
      password: 'a long enough password',
      display_name: 'Rita',
      invitation_token,
    });
});
