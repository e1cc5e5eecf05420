import { Client } from 'pg';
import { type TestApp, startApp } from '../support/app.js';
import { AuthenticatorApp, enableSecondFactor } from '../support/authenticator.js';
import { untilBlocked } from '../support/blocked.js';
import { Mailbox } from '../support/mailbox.js';
import { PASSWORD, type Person } from '../support/people.js';
import { signIn } from '../support/sessions.js';
import { said } from '../support/tokens.js';

let mailbox: Mailbox;
let app: TestApp;
let admin: Person;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  admin = await app.admin();
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

const ROUTES: Record<string, (person: Person, codes: object) => ReturnType<typeof signIn>> = {
  'renewing the backup codes': (person, codes) => person.post('/users/me/backup-codes', codes),
  'giving the second factor up': (person, codes) =>
    person.delete('/users/me/totp', { current_password: PASSWORD, ...codes }),
};

describe('Where the authenticator is lost', () => {
  test.each(Object.keys(ROUTES))('SPEC-013.34: a backup code serves for %s', async (name) => {
    const send = ROUTES[name] as (typeof ROUTES)[string];
    const ann = await app.person('Ann');
    const { app: device, backupCodes } = await enableSecondFactor(ann);
    const [code = '', spent = ''] = backupCodes;
    await signIn(app, ann, { backup_code: spent });
    expect(said(await send(ann, {}))).toBe('422 validation_failed');
    expect(said(await send(ann, { totp_code: device.code(), backup_code: code }))).toBe('422 validation_failed');
    expect(said(await send(ann, { totp_code: code }))).toBe('401 invalid_totp');
    expect(said(await send(ann, { backup_code: spent }))).toBe('401 invalid_totp');
    expect(said(await send(ann, { backup_code: code.toLowerCase().replace('-', ' – ') }))).toBe('200 fine');
    const events = await app.database.query('SELECT FROM events WHERE subject_id = $1 AND type = $2', [
      ann.id,
      'backup_codes.spent',
    ]);
    expect(events).toHaveLength(2);
  });

  test('SPEC-013.35: spaces and dashes in codes do not count, anything else does', async () => {
    const ann = await app.person('Ann');
    const { app: device } = await enableSecondFactor(ann);
    const grouped = () => `${device.code().slice(0, 3)} ${device.code().slice(3)}`;
    for (const wrong of [`0${device.code()}`, `${device.code()}0`, `${device.code()}.`])
      expect(said(await signIn(app, ann, { totp_code: wrong }))).toBe('401 invalid_totp');
    expect(said(await signIn(app, ann, { totp_code: ` ${grouped()}-` }))).toBe('200 fine');
  });

  test('SPEC-013.36: an administrator switches it off, the owner is told, and it is written down', async () => {
    const ann = await app.person('Ann');
    const { backupCodes } = await enableSecondFactor(ann);
    const answers = [await admin.delete(`/users/${ann.id}/totp`), await admin.delete(`/users/${ann.id}/totp`)];
    expect(answers.map(({ status, body }) => [status, body.data])).toEqual(Array(2).fill([200, null]));
    expect(said(await signIn(app, ann))).toBe('200 fine');
    expect((await ann.get('/users/me')).body.data).toMatchObject({ totp_enabled: false });
    expect(said(await ann.post('/users/me/backup-codes', { backup_code: backupCodes[0] }))).toBe(
      '422 validation_failed',
    );
    const { body } = await admin.get(`/audit/events?type=second_factor.removed`);
    expect(body.data).toMatchObject({ items: [{ actor: { id: admin.id }, subject: { type: 'user', id: ann.id } }] });
    while (!mailbox.to(ann.email).some(({ text }) => text.includes('An administrator has switched off')))
      await app.idle();
  });

  test('SPEC-013.36: not by just anybody, not for nobody, and not one’s own', async () => {
    const ann = await app.person('Ann');
    await enableSecondFactor(admin);
    expect(said(await ann.delete(`/users/${admin.id}/totp`))).toBe('403 forbidden');
    expect(said(await admin.delete('/users/999999/totp'))).toBe('404 not_found');
    expect(said(await admin.delete(`/users/${admin.id}/totp`))).toBe('403 forbidden');
    expect((await admin.get('/users/me')).body.data).toMatchObject({ totp_enabled: true });
  });

  test('SPEC-002.26, SPEC-013.36: nobody switches off that of somebody who may do more', async () => {
    const role = { name: 'helpers', description: '', permissions: ['read_user', 'update_user'] };
    await admin.post('/roles', role);
    const helper = await app.person('Hal', [role.name]);
    const strong = await app.person('Stan', ['editor']);
    const equal = await app.person('Eve', [role.name]);
    for (const person of [strong, equal]) await enableSecondFactor(person);
    const answer = await helper.delete(`/users/${strong.id}/totp`);
    expect(said(answer)).toBe('403 forbidden');
    expect(answer.body.error?.details.map(({ field, code }) => `${field} ${code}`)).toEqual(
      ['create_article', 'read_article', 'update_article'].map((name) => `permission ${name}`),
    );
    expect(said(await signIn(app, strong))).toBe('401 totp_required');
    expect((await strong.get('/users/me')).body.data).toMatchObject({ totp_enabled: true });
    expect(said(await helper.delete(`/users/${equal.id}/totp`))).toBe('200 fine');
  });

  test('SPEC-013.36: one that was only prepared is forgotten too', async () => {
    const ann = await app.person('Ann');
    await ann.post('/users/me/totp', { current_password: PASSWORD });
    const answer = await (await app.admin()).delete(`/users/${ann.id}/totp`);
    expect([
      said(answer),
      await app.database.execute('SELECT FROM second_factors WHERE user_id = $1', [ann.id]),
    ]).toEqual(['200 fine', 0]);
  });
});

const CHANGES: Record<string, (person: Person) => Promise<() => ReturnType<typeof signIn>>> = {
  'enabled by its owner': async (person) => {
    const { body } = await person.post('/users/me/totp', { current_password: PASSWORD });
    const device = new AuthenticatorApp((body.data as { secret: string }).secret);
    return () => person.post('/users/me/totp/confirm', { totp_code: device.code() });
  },
  'given up by its owner': async (person) => {
    const { backupCodes } = await enableSecondFactor(person);
    return () => person.delete('/users/me/totp', { current_password: PASSWORD, backup_code: backupCodes[0] });
  },
  'taken down by an administrator': async (person) => {
    await enableSecondFactor(person);
    return () => admin.delete(`/users/${person.id}/totp`);
  },
};

test.each(Object.keys(CHANGES))('SPEC-013.48: one that is %s does not hold up the end of the account', async (name) => {
  const ann = await app.person('Ann');
  const change = await (CHANGES[name] as (typeof CHANGES)[string])(ann);
  const other = new Client(app.databaseUrl);
  await other.connect();
  await other.query('BEGIN');
  await other.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [ann.id]);
  const changed = change();
  await untilBlocked(app);
  const factor = 'SELECT FROM second_factors WHERE user_id = $1 FOR UPDATE NOWAIT';
  expect((await other.query(factor, [ann.id])).rowCount).toBe(1);
  await other.end();
  expect(said(await changed)).toBe('200 fine');
});
