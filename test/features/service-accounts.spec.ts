import { startApp, startBeside, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import { Mailbox } from '../support/mailbox.js';
import { make } from '../support/make.js';
import { outcome, said } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { botOf, serviceAccount } from '../support/service-accounts.js';

const PATH = '/service-accounts';

let mailbox: Mailbox;
let app: TestApp;
let beside: TestApp;
let admin: Person;
let ann: Person;
/** Manages service accounts, and holds nothing else but the role `user`. */
let mia: Person;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  beside = await startBeside(app);
  admin = await app.admin();
  await admin.post('/roles', { name: 'bot keeper', description: '', permissions: ['manage_service_accounts'] });
  [ann, mia] = [await app.person('Ann'), await app.person('Mia', ['user', 'bot keeper'])];
});

afterEach(() => LiveClient.closeAll());

afterAll(async () => {
  await beside.stop();
  await app.stop();
  await mailbox.close();
});

async function itemsAt(person: Person, path: string): Promise<{ id: number }[]> {
  return (
    (await person.get(`${path}${path.includes('?') ? '&' : '?'}limit=100`)).body.data as { items: { id: number }[] }
  ).items;
}

describe('A service account', () => {
  test('SPEC-036.1: is made, listed, changed', async () => {
    const { status, body } = await mia.post(PATH, { display_name: ' Deploy bot ' });
    const made = body.data as { id: number };
    const shown = { display_name: 'Deploy bot', kind: 'service', roles: ['user'], is_active: true };
    expect([status, made]).toEqual([201, { id: expect.any(Number), created_at: expect.any(String), ...shown }]);
    expect((await itemsAt(mia, PATH)).filter(({ id }) => id === made.id)).toEqual([made]);
    const changed = await mia.patch(`${PATH}/${made.id}`, { display_name: 'Build bot', is_active: false });
    expect(changed.body.data).toEqual({ ...made, display_name: 'Build bot', is_active: false });
    expect((await mia.patch(`${PATH}/${made.id}`, {})).body.data).toEqual(changed.body.data);
  });

  test.each([
    [{}, 'display_name'],
    [{ display_name: '' }, 'display_name'],
    [{ display_name: 'Bot', roles: ['no such role'] }, 'roles'],
    [{ display_name: 'Bot', roles: 'user' }, 'roles'],
    [{ display_name: 'Bot', email: 'bot@example.com' }, 'email'],
    [{ display_name: 'Bot', password: 'a garden of my own' }, 'password'],
    [{ display_name: 'Bot', kind: 'person' }, 'kind'],
  ])('SPEC-036.1: is not made of %j', async (fields, field) => {
    const before = await itemsAt(admin, PATH);
    const answer = await admin.post(PATH, fields);
    expect([said(answer), answer.body.error?.details[0]?.field]).toEqual(['422 validation_failed', field]);
    expect(await itemsAt(admin, PATH)).toEqual(before);
  });

  test('SPEC-036.1: is made by nobody without the permission', async () => {
    const { id } = await serviceAccount(mia);
    const tries = [ann.post(PATH, { display_name: 'Bot' }), ann.get(PATH), ann.patch(`${PATH}/${id}`, {})];
    tries.push(ann.delete(`${PATH}/${id}`), ann.get(`${PATH}/${id}/tokens`));
    for (const answer of await Promise.all(tries)) expect(said(answer)).toBe('403 forbidden');
    expect(said(await mia.patch(`${PATH}/${ann.id}`, { display_name: 'Nobody' }))).toBe('404 not_found');
  });

  test('SPEC-036.2: gives nobody what they lack', async () => {
    const { id } = await serviceAccount(admin, { roles: ['editor'] });
    const before = await itemsAt(admin, PATH);
    const token = (await admin.post(`${PATH}/${id}/tokens`, { name: 'build' })).body.data as { id: number };
    const tries = [
      mia.post(PATH, { display_name: 'Bot', roles: ['editor'] }),
      mia.patch(`${PATH}/${id}`, { roles: ['user'] }),
      mia.patch(`${PATH}/${id}`, { is_active: false }),
      mia.post(`${PATH}/${id}/tokens`, { name: 'mine' }),
      mia.delete(`${PATH}/${id}/tokens/${token.id}`),
      mia.delete(`${PATH}/${id}`),
    ];
    for (const answer of await Promise.all(tries)) {
      expect(said(answer)).toBe('403 forbidden');
      expect(answer.body.error?.details.map(({ code }) => code)).toContain('create_article');
    }
    expect(await itemsAt(admin, PATH)).toEqual(before);
    expect(await itemsAt(admin, `${PATH}/${id}/tokens`)).toMatchObject([{ id: token.id }]);
  });

  test('SPEC-036.3: has no address and no password, and gets none', async () => {
    const { id } = await serviceAccount(admin);
    const [row] = await app.database.query('SELECT email, email_key FROM users WHERE id = $1', [id]);
    expect(row).toEqual({ email: null, email_key: null });
    const refused = app.database.execute(`UPDATE users SET email = 'a@b.c', email_key = 'a@b.c' WHERE id = $1`, [id]);
    await expect(refused).rejects.toThrow();
    const bot = await botOf(admin);
    const tries = [
      bot.post('/users/me/email', { email: 'bot@example.com', current_password: 'n' }),
      bot.post('/users/me/password', { current_password: 'n', new_password: 'a garden of my own' }),
      bot.post('/users/me/tokens', { name: 'another' }),
    ];
    for (const answer of await Promise.all(tries)) expect(said(answer)).toBe('403 token_not_allowed');
  });

  test('SPEC-036.4: is not among the people of /users', async () => {
    const { id } = await serviceAccount(admin);
    const users = await itemsAt(admin, `/users?role=user`);
    expect(users.map((user) => user.id)).not.toContain(id);
    const tries = [
      admin.get(`/users/${id}`),
      admin.patch(`/users/${id}`, { password_must_change: true }),
      admin.delete(`/users/${id}/sessions`),
      admin.delete(`/users/${id}/totp`),
      admin.delete(`/users/${id}`),
    ];
    for (const answer of await Promise.all(tries)) expect(said(answer)).toBe('404 not_found');
    expect((await itemsAt(admin, '/people?query=bot')).map((person) => person.id)).toContain(id);
    expect(await itemsAt(ann, '/people?query=bot')).toEqual([]);
  });

  test('SPEC-036.4: finds itself', async () => {
    const bot = await botOf(admin, { display_name: 'Deploy' });
    const me = { id: bot.id, kind: 'service', email: null, email_confirmed: false, display_name: 'Deploy' };
    expect((await bot.get('/users/me')).body.data).toMatchObject(me);
  });

  test('SPEC-036.5, SPEC-036.6: is a member whom anybody who manages a project adds', async () => {
    const garden = await make.project(ann);
    const bot = await botOf(admin);
    const added = await ann.post(`/projects/${garden.id}/members`, { user_id: bot.id, role: 'editor' });
    const shown = { id: bot.id, display_name: 'Bot', kind: 'service' };
    expect([added.status, added.body.data]).toMatchObject([201, { user: shown, role: 'editor' }]);
    const task = await make.task(ann, garden, { assignee_id: bot.id });
    expect(task).toMatchObject({ assignee: shown });
    const comment = await bot.post(`/tasks/${task.id}/comments`, { body: 'Deployed.' });
    expect([comment.status, comment.body.data]).toMatchObject([201, { author: shown }]);
    await app.idle();
    expect(mailbox.mails.filter(({ to }) => to.some((address) => !address || address.includes('invalid')))).toEqual([]);
    expect(await itemsAt(ann, '/people?query=bot')).toMatchObject([{ id: bot.id }]);
    const disabled = await serviceAccount(admin);
    await admin.patch(`${PATH}/${disabled.id}`, { is_active: false });
    const refused = await ann.post(`/projects/${garden.id}/members`, { user_id: disabled.id, role: 'editor' });
    expect(said(refused)).toBe('422 validation_failed');
  });

  test('SPEC-036.6: gets no mail', async () => {
    const garden = await make.project(ann);
    const bot = await botOf(admin);
    await ann.post(`/projects/${garden.id}/members`, { user_id: bot.id, role: 'viewer' });
    await ann.patch(`/projects/${garden.id}/members/${bot.id}`, { role: 'editor' });
    await make.task(ann, garden, { assignee_id: bot.id });
    const before = mailbox.mails.length;
    await app.idle();
    expect(mailbox.mails.length).toBe(before);
    const links = await app.database.query('SELECT FROM mail_links WHERE user_id = $1', [bot.id]);
    expect(links).toEqual([]);
  });

  test('SPEC-036.7: has tokens as people have', async () => {
    const bot = await botOf(mia, {}, { permissions: ['read_project'], project_ids: [] });
    const { token, ...shown } = bot.made;
    expect(token).toMatch(/^ft_/);
    expect(await itemsAt(mia, `${PATH}/${bot.id}/tokens`)).toEqual([shown]);
    const beyond = await mia.post(`${PATH}/${bot.id}/tokens`, { name: 'x', permissions: ['read_user'] });
    expect(said(beyond)).toBe('422 validation_failed');
    const other = await botOf(mia);
    expect(said(await mia.delete(`${PATH}/${bot.id}/tokens/${other.made.id}`))).toBe('404 not_found');
    expect(said(await mia.delete(`/users/me/tokens/${other.made.id}`))).toBe('404 not_found');
    expect((await other.get('/projects')).status).toBe(200);
  });

  test('SPEC-036.7: has at most 50 tokens, also if they are made at the same moment', async () => {
    const { id } = await serviceAccount(mia);
    await app.database.execute(
      `INSERT INTO api_tokens (user_id, name, prefix, token_hash)
       SELECT $1::bigint, 'old', 'ft_', sha256(('s' || $1::bigint || '-' || n)::bytea) FROM generate_series(1, 48) n`,
      [id],
    );
    const answers = await Promise.all([1, 2, 3, 4].map(() => mia.post(`${PATH}/${id}/tokens`, { name: 'new' })));
    expect(answers.map((answer) => outcome(answer)[1]).sort()).toEqual(['limit_reached', 'limit_reached', null, null]);
  });

  test('SPEC-036.8: loses its tokens when it is disabled, deleted, or they are revoked, on every instance', async () => {
    const [disabled, deleted, revoked] = [await botOf(mia), await botOf(mia), await botOf(mia)];
    const bots = [disabled, deleted, revoked];
    const sockets = await Promise.all(
      bots.map(({ token }) => LiveClient.of({ token, url: beside.url } as unknown as Person)),
    );
    for (const bot of bots) expect((await bot.at(beside.url).get('/projects')).status).toBe(200);
    await mia.patch(`${PATH}/${disabled.id}`, { is_active: false });
    await mia.delete(`${PATH}/${deleted.id}`);
    await mia.delete(`${PATH}/${revoked.id}/tokens/${revoked.made.id}`);
    for (const bot of bots) {
      expect((await bot.get('/projects')).status).toBe(401);
      expect((await bot.at(beside.url).get('/projects')).status).toBe(401);
    }
    for (const socket of sockets) expect(await socket.closing()).toEqual({ code: 'token_revoked' });
    await mia.patch(`${PATH}/${disabled.id}`, { is_active: true });
    expect((await disabled.get('/projects')).status).toBe(200);
  });

  test('SPEC-036.9: is deleted as people are', async () => {
    const bot = await botOf(mia);
    const project = (await bot.post('/projects', { name: 'Made by a bot' })).body.data as { id: number };
    expect(said(await mia.delete(`${PATH}/${bot.id}`))).toBe('409 user_owns_projects');
    expect((await mia.send('DELETE', `${PATH}/${bot.id}`, { new_owner_id: ann.id })).body.data).toBeNull();
    expect((await ann.get(`/projects/${project.id}`)).body.data).toMatchObject({ owner: { id: ann.id } });
    expect(said(await mia.patch(`${PATH}/${bot.id}`, {}))).toBe('404 not_found');
  });

  test('SPEC-036.10: is recorded', async () => {
    const { id } = await serviceAccount(mia);
    await mia.patch(`${PATH}/${id}`, { display_name: 'Other', is_active: false });
    await mia.delete(`${PATH}/${id}`);
    const events = await app.database.query<{ type: string; actor_id: number }>(
      `SELECT type, actor_id FROM events WHERE subject_type = 'user' AND subject_id = $1 ORDER BY id`,
      [id],
    );
    const types = ['service_account.created', 'user.renamed', 'user.disabled', 'user.deleted'];
    expect(events).toEqual(types.map((type) => ({ type, actor_id: mia.id })));
  });

  test('SPEC-036.11: leaves the columns as an older instance writes them', async () => {
    const older = `INSERT INTO users (email, email_key, display_name, password_hash) VALUES ($1, $1, 'Old', 'x')`;
    await app.database.execute(older, ['old@example.com']);
    const [row] = await app.database.query(`SELECT kind FROM users WHERE email_key = 'old@example.com'`);
    expect(row).toEqual({ kind: 'person' });
  });
});
