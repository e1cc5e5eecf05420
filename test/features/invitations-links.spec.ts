import { startApp, startBeside, type TestApp } from '../support/app.js';
import { invite, linkTo, newAddress } from '../support/invitations.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { PASSWORD, type Person } from '../support/people.js';
import { said } from '../support/outcome.js';

let app: TestApp;
let beside: TestApp;
let mailbox: Mailbox;
let admin: Person;
let olga: Person;
let project: { id: number };

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  beside = await startBeside(app, { SMTP_URL: mailbox.url });
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

const inspect = (token: unknown) => app.http.post('/invitations/inspect', { token });
const accept = (person: Person, token: unknown) => person.post('/invitations/accept', { token });
const register = (invitation_token: unknown, email: string) =>
  app.http.post('/auth/register', { email, password: PASSWORD, display_name: 'Rita', invitation_token });
const link = (role?: string, email?: string) =>
  linkTo(app, mailbox, { inviter: olga, project, ...(role && { role }), ...(email && { email }) });

async function roles(): Promise<Record<number, string>> {
  const { items } = (await admin.get(`/projects/${project.id}/members?limit=100`)).body.data as {
    items: { user: { id: number }; role: string }[];
  };
  return Object.fromEntries(items.map(({ user, role }) => [user.id, role]));
}

/** Each answers a token that is no good. */
const BAD: Record<string, () => Promise<unknown>> = {
  'was used': async () => {
    const token = await link();
    await accept(await app.person('Somebody'), token);
    return token;
  },
  'was renewed': async () => {
    const email = newAddress();
    const token = await link('editor', email);
    await invite(olga, project, email);
    return token;
  },
  'was cancelled': async () => {
    const token = await link();
    const { items } = (await olga.get(`/projects/${project.id}/invitations`)).body.data as { items: { id: number }[] };
    await olga.delete(`/projects/${project.id}/invitations/${items[0]?.id}`);
    return token;
  },
  'has expired': async () => {
    const token = await link();
    await app.database.execute('UPDATE invitations SET expires_at = now() WHERE project_id = $1', [project.id]);
    return token;
  },
  'is cut': async () => (await link()).slice(0, -1),
  'is altered': async () => (await link()).replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
  'has something appended': async () => `${await link()}=`,
  'is nonsense': () => Promise.resolve('no token at all'),
  'sets a password': async () => {
    const ann = await app.person('Ann');
    await app.http.post('/auth/password/forgot', { email: ann.email });
    await app.idle();
    return /token=(\S+)/.exec(mailbox.newest(ann.email).text)?.[1];
  },
  'is of somebody who is no manager any more': async () => {
    const mia = await join(app, project, await app.person('Mia'), 'manager');
    const token = await linkTo(app, mailbox, { inviter: mia, project, role: 'manager' });
    await olga.patch(`/projects/${project.id}/members/${mia.id}`, { role: 'editor' });
    return token;
  },
  'is of somebody who was removed': async () => {
    const mia = await join(app, project, await app.person('Mia'), 'manager');
    const token = await linkTo(app, mailbox, { inviter: mia, project });
    await olga.delete(`/projects/${project.id}/members/${mia.id}`);
    return token;
  },
  'is of somebody who is disabled': async () => {
    const mia = await join(app, project, await app.person('Mia'), 'manager');
    const token = await linkTo(app, mailbox, { inviter: mia, project });
    await admin.patch(`/users/${mia.id}`, { is_active: false });
    return token;
  },
  'is of somebody whose account was deleted': async () => {
    const mia = await join(app, project, await app.person('Mia'), 'manager');
    const token = await linkTo(app, mailbox, { inviter: mia, project });
    expect((await admin.delete(`/users/${mia.id}`)).status).toBe(200);
    return token;
  },
  'is of somebody whose roles allow it no more': async () => {
    const mia = await join(app, project, await app.person('Mia'), 'manager');
    const token = await linkTo(app, mailbox, { inviter: mia, project });
    await admin.patch(`/users/${mia.id}`, { roles: ['viewer'] });
    return token;
  },
};

describe('A link that', () => {
  test.each(Object.keys(BAD))('SPEC-018.13: %s is refused everywhere, and changes nothing', async (name) => {
    const [ben, token, email] = [await app.person('Ben'), await BAD[name]?.(), newAddress('rita')];
    const before = await roles();
    const answers = [await inspect(token), await accept(ben, token), await register(token, email)];
    expect(answers.map(said)).toEqual(Array(3).fill('422 invalid_token_link'));
    expect(await roles()).toEqual(before);
    expect((await admin.get(`/users?email=${email}`)).body.data).toMatchObject({ items: [] });
  });

  test('SPEC-018.13: was made by an administrator works, though they are in no project', async () => {
    const token = await linkTo(app, mailbox, { inviter: admin, project, role: 'viewer' });
    expect((await accept(await app.person('Ben'), token)).body.data).toMatchObject({ role: 'viewer' });
  });

  test('SPEC-018.13: is an invitation sets no password and confirms no address', async () => {
    const token = await link();
    const answers = [
      await app.http.post('/auth/password/reset', { token, new_password: PASSWORD }),
      await app.http.post('/auth/email/confirm', { token }),
    ];
    expect(answers.map(said)).toEqual(Array(2).fill('422 invalid_token_link'));
    expect(said(await inspect(token))).toBe('200');
  });

  test('SPEC-018.13: is of somebody who loses their role at that moment lets nobody in afterwards', async () => {
    for (let round = 0; round < 5; round++) {
      const mia = await join(app, project, await app.person('Mia'), 'manager');
      const token = await linkTo(app, mailbox, { inviter: mia, project, role: 'manager' });
      const [removed, back] = await Promise.all([
        olga.delete(`/projects/${project.id}/members/${mia.id}`),
        accept(beside.as(mia), token),
      ]);
      expect(removed.status).toBe(200);
      if (back.status !== 200) expect(said(back)).toBe('422 invalid_token_link');
      expect(said(await accept(mia, token))).toBe('422 invalid_token_link');
      expect((await roles())[mia.id]).toBeUndefined();
    }
  });

  test('SPEC-018.13: is no text, or is missing, is told as a fault of the field', async () => {
    const ben = await app.person('Ben');
    for (const token of [undefined, null, 5, '', 'x'.repeat(201)]) {
      expect(said(await inspect(token))).toBe('422 validation_failed');
      expect(said(await accept(ben, token))).toBe('422 validation_failed');
    }
  });
});
