import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { PASSWORD, type Person } from '../support/people.js';

let app: TestApp;

beforeAll(async () => (app = await startApp()));
afterAll(() => app.stop());

const NEW_PASSWORD = 'another good one for the tests';
const said = ({ status, body }: Answer) => `${status} ${body.error?.code ?? 'fine'}`;

function signIn(person: Person, password: string): Promise<Answer> {
  return app.http.post('/auth/login', { email: person.email, password });
}

describe('A person', () => {
  test('SPEC-013.1, SPEC-002.8: sees themselves, with all that their roles allow', async () => {
    const ann = await app.person('Ann', ['user', 'viewer']);
    const { data } = (await ann.get('/users/me')).body as { data: { permissions: string[] } };
    expect(data).toEqual({
      id: ann.id,
      email: ann.email,
      email_confirmed: true,
      display_name: 'Ann',
      kind: 'person',
      time_zone: 'UTC',
      roles: ['user', 'viewer'],
      permissions: expect.arrayContaining(['create_project', 'read_user']) as string[],
      is_active: true,
      totp_enabled: false,
      password_must_change: false,
      created_at: expect.stringMatching(/Z$/) as string,
      updated_at: expect.stringMatching(/Z$/) as string,
    });
    expect(new Set(data.permissions).size).toBe(data.permissions.length);
    expect((await ann.get('/users')).status).toBe(200);
  });

  test('SPEC-029.4: says in which time zone they are', async () => {
    const zoe = await app.person('Zoe');
    for (const zone of ['Europe/Berlin', 'America/Argentina/Ushuaia', 'Etc/GMT+5', 'UTC']) {
      expect((await zoe.patch('/users/me', { time_zone: zone })).body.data).toMatchObject({ time_zone: zone });
      expect((await zoe.get('/users/me')).body.data).toMatchObject({ time_zone: zone, display_name: 'Zoe' });
    }
    for (const zone of ['Mars/Olympus', '', 'Berlin', '+02:00', 'local', null, 7, 'Europe/Berlin '.repeat(99)]) {
      const answer = await zoe.patch('/users/me', { time_zone: zone });
      expect([answer.status, answer.body.error?.details[0]?.field]).toEqual([422, 'time_zone']);
    }
    const admin = await app.admin();
    await zoe.patch('/users/me', { time_zone: 'UTC', display_name: 'Zoe' });
    const { items } = (await admin.get(`/audit/events?user_id=${zoe.id}&type=user.time_zone_changed`)).body.data as {
      items: { data: object }[];
    };
    expect(items).toHaveLength(4);
    expect(items.at(-1)?.data).toEqual({ user_id: zoe.id, old: 'UTC', new: 'Europe/Berlin' });
  });

  test('SPEC-013.2: renames themselves, and nothing else', async () => {
    const ann = await app.person('Ann');
    expect((await ann.patch('/users/me', { display_name: ' Anna ' })).body.data).toMatchObject({
      display_name: 'Anna',
    });
    for (const change of [{ roles: ['admin'] }, { email: 'x@example.com' }, { is_active: false }, { id: 1 }]) {
      expect(said(await ann.patch('/users/me', change))).toBe('422 validation_failed');
    }
    expect(said(await ann.patch('/users/me', { display_name: null }))).toBe('422 validation_failed');
    expect((await ann.patch('/users/me', {})).body.data).toMatchObject({ display_name: 'Anna', roles: ['user'] });
  });

  test('SPEC-013.3: changes the password, which ends every other session', async () => {
    const ann = await app.person('Ann');
    const { data } = (await signIn(ann, PASSWORD)).body as { data: { access_token: string } };
    const elsewhere = await app.http.send('GET', '/users/me', undefined, {
      Authorization: `Bearer ${data.access_token}`,
    });
    expect(elsewhere.status).toBe(200);
    const body = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    expect((await ann.post('/users/me/password', body)).body).toMatchObject({ data: null, error: null });
    expect((await ann.get('/users/me')).status).toBe(200);
    const after = await app.http.send('GET', '/users/me', undefined, { Authorization: `Bearer ${data.access_token}` });
    expect(said(after)).toBe('401 token_revoked');
    expect(said(await signIn(ann, PASSWORD))).toBe('401 invalid_credentials');
    expect(said(await signIn(ann, NEW_PASSWORD))).toBe('200 fine');
  });

  test('SPEC-013.4: is asked for the right password first', async () => {
    const ann = await app.person('Ann');
    const wrong = { current_password: 'not hers at all' };
    const answers = [
      await ann.post('/users/me/password', { ...wrong, new_password: NEW_PASSWORD }),
      await ann.post('/users/me/email', { ...wrong, email: 'new@example.com' }),
      await ann.post('/users/me/totp', wrong),
      await ann.delete('/users/me/totp', { ...wrong, totp_code: '123456' }),
    ];
    expect(answers.map(said)).toEqual(Array(4).fill('401 invalid_credentials'));
    expect(said(await signIn(ann, PASSWORD))).toBe('200 fine');
  });

  test('SPEC-013.5: chooses a password of 8 to 128 characters', async () => {
    const ann = await app.person('Ann');
    const change = (new_password: string) =>
      ann.post('/users/me/password', { current_password: PASSWORD, new_password });
    expect(said(await change('shorter'))).toBe('422 validation_failed');
    expect(said(await change('x'.repeat(129)))).toBe('422 validation_failed');
    expect(said(await change('password123'))).toBe('422 validation_failed');
    expect(said(await change('🌱'.repeat(128)))).toBe('200 fine');
    expect(said(await signIn(ann, '🌱'.repeat(128)))).toBe('200 fine');
  });

  test('SPEC-013.31: who must change the password can do nothing else', async () => {
    const ann = await app.person('Ann');
    const admin = await app.admin();
    expect((await admin.patch(`/users/${ann.id}`, { password_must_change: true })).status).toBe(200);
    expect(said(await ann.get('/projects'))).toBe('403 password_change_required');
    expect(said(await ann.get('/users/me/sessions'))).toBe('403 password_change_required');
    expect((await ann.get('/users/me')).body.data).toMatchObject({ password_must_change: true });
    const body = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    expect(said(await ann.post('/users/me/password', body))).toBe('200 fine');
    expect(said(await ann.get('/projects'))).toBe('200 fine');
  });
});
