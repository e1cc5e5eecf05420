import { type TestApp, startApp, startBeside } from '../support/app.js';
import { AuthenticatorApp, enableSecondFactor } from '../support/authenticator.js';
import type { Answer } from '../support/client.js';
import { PASSWORD, type Person } from '../support/people.js';

let app: TestApp;
let other: TestApp;

beforeAll(async () => {
  app = await startApp();
  other = await startBeside(app);
});

afterAll(async () => {
  await other.stop();
  await app.stop();
});

const said = ({ status, body }: Answer) => `${status} ${body.error?.code ?? 'fine'}`;

function signIn(person: Person, codes: object = {}, at = app): Promise<Answer> {
  return at.http.post('/auth/login', { email: person.email, password: PASSWORD, ...codes });
}

function byForm(person: Person, codes: Record<string, string> = {}): Promise<Answer> {
  const form = new URLSearchParams({ grant_type: 'password', username: person.email, password: PASSWORD, ...codes });
  return app.http.post('/auth/token', form.toString(), { 'Content-Type': 'application/x-www-form-urlencoded' });
}

describe('Setting up a second factor', () => {
  test('SPEC-013.21: takes the password, shows the secret, and changes nothing yet', async () => {
    const ann = await app.person('Ann');
    expect(said(await ann.post('/users/me/totp', { current_password: 'not hers' }))).toBe('401 invalid_credentials');
    const { body } = await ann.post('/users/me/totp', { current_password: PASSWORD });
    expect(body.data).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/) as string,
      otpauth_uri: expect.stringContaining('otpauth://totp/fasttrack:') as string,
      qr_svg: expect.stringMatching(/^<svg /) as string,
    });
    expect((await signIn(ann)).status).toBe(200);
    expect((await ann.get('/users/me')).body.data).toMatchObject({ totp_enabled: false });
  });

  test('SPEC-013.22: is done with a right code, and shows ten backup codes', async () => {
    const ann = await app.person('Ann');
    const prepared = await ann.post('/users/me/totp', { current_password: PASSWORD });
    const device = new AuthenticatorApp((prepared.body.data as { secret: string }).secret);
    expect(said(await ann.post('/users/me/totp/confirm', { totp_code: device.wrong() }))).toBe('401 invalid_totp');
    const { body } = await ann.post('/users/me/totp/confirm', { totp_code: device.code() });
    expect(new Set((body.data as { backup_codes: string[] }).backup_codes).size).toBe(10);
    expect((await ann.get('/users/me')).body.data).toMatchObject({ totp_enabled: true });
  });

  test('SPEC-013.23: is refused while one is in force', async () => {
    const ann = await app.person('Ann');
    const { app: device } = await enableSecondFactor(ann);
    expect(said(await ann.post('/users/me/totp', { current_password: PASSWORD }))).toBe('409 totp_already_enabled');
    const again = await ann.post('/users/me/totp/confirm', { totp_code: device.code() });
    expect(said(again)).toBe('409 totp_already_enabled');
  });

  test('SPEC-013.30: leaves nothing in the database that opens it', async () => {
    const ann = await app.person('Ann');
    const { app: device, backupCodes } = await enableSecondFactor(ann);
    const rows = await app.database.query(
      `SELECT f::text AS row FROM second_factors f UNION ALL SELECT b::text FROM backup_codes b
       UNION ALL SELECT e::text FROM events e UNION ALL SELECT k::text FROM kept_answers k`,
    );
    const all = JSON.stringify(rows);
    for (const secret of [device.secret, Buffer.from(device.secret).toString('hex'), ...backupCodes]) {
      expect(all).not.toContain(secret);
      expect(all).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });
});

describe('Signing in with a second factor', () => {
  test('SPEC-013.24: takes both, on each of the ways', async () => {
    const ann = await app.person('Ann');
    const { app: device } = await enableSecondFactor(ann);
    expect(said(await signIn(ann))).toBe('401 totp_required');
    expect(said(await signIn(ann, { totp_code: device.wrong() }))).toBe('401 invalid_totp');
    expect(said(await signIn(ann, { totp_code: device.code(0) }))).toBe('200 fine');
    expect((await byForm(ann)).status).toBe(400);
    expect((await byForm(ann, { totp_code: device.wrong() })).status).toBe(400);
    expect((await byForm(ann, { totp_code: device.code(1) })).status).toBe(200);
  });

  test('SPEC-013.26: takes no code twice, also on two instances at once', async () => {
    const ann = await app.person('Ann');
    const { app: device } = await enableSecondFactor(ann);
    const used = await Promise.all(
      [0, 1, 2, 3].map((n) => signIn(ann, { totp_code: device.code(0) }, n % 2 ? app : other)),
    );
    expect(used.map(said).sort()).toEqual(['200 fine', ...Array<string>(3).fill('401 invalid_totp')]);
    expect(said(await signIn(ann, { totp_code: device.code(0) }))).toBe('401 invalid_totp');
  });

  test('SPEC-013.27: takes each backup code once, and two different ones at the same moment', async () => {
    const ann = await app.person('Ann');
    const { backupCodes } = await enableSecondFactor(ann);
    const [first = '', second = '', third = ''] = backupCodes;
    const both = await Promise.all([signIn(ann, { backup_code: first }), signIn(ann, { backup_code: second }, other)]);
    expect(both.map(said)).toEqual(['200 fine', '200 fine']);
    const same = await Promise.all([0, 1, 2].map((n) => signIn(ann, { backup_code: third }, n % 2 ? app : other)));
    expect(same.map(said).sort()).toEqual(['200 fine', '401 invalid_totp', '401 invalid_totp']);
    expect(said(await signIn(ann, { backup_code: first.toLowerCase() }))).toBe('401 invalid_totp');
  });

  test('SPEC-009.16, SPEC-009.17: is closed for a while after five wrong codes, wherever they were sent', async () => {
    const ann = await app.person('Ann');
    const { app: device } = await enableSecondFactor(ann);
    for (let wrong = 0; wrong < 3; wrong++) await signIn(ann, { totp_code: device.wrong() });
    expect(said(await ann.post('/users/me/backup-codes', { totp_code: device.wrong() }))).toBe('401 invalid_totp');
    const fifth = await ann.delete('/users/me/totp', { current_password: PASSWORD, totp_code: device.wrong() });
    expect(said(fifth)).toBe('401 invalid_totp');
    const sixth = await signIn(ann, { totp_code: device.code(0) }, other);
    expect(said(sixth)).toBe('429 rate_limited');
    expect(sixth.body.error?.details).toMatchObject([{ field: 'totp_code', code: 'totp_failures', limit: 5 }]);
    expect(sixth.headers.ratelimit).toContain('"totp_failures";r=0;t=');
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(800);
    expect(said(await ann.post('/users/me/backup-codes', { totp_code: device.code(0) }))).toBe('429 rate_limited');
    const stranger = { email: ann.email, password: 'not hers at all', totp_code: device.wrong() };
    expect(said(await app.http.post('/auth/login', stranger))).toBe('401 invalid_credentials');
  });
});

describe('A second factor that is in force', () => {
  test('SPEC-013.28: gets new backup codes, and the old ones die', async () => {
    const ann = await app.person('Ann');
    const { app: device, backupCodes } = await enableSecondFactor(ann);
    const { body } = await ann.post('/users/me/backup-codes', { totp_code: device.code(0) });
    const fresh = (body.data as { backup_codes: string[] }).backup_codes;
    expect(fresh).toHaveLength(10);
    expect(said(await signIn(ann, { backup_code: backupCodes[0] }))).toBe('401 invalid_totp');
    expect(said(await signIn(ann, { backup_code: fresh[0] }))).toBe('200 fine');
    expect(said(await ann.post('/users/me/backup-codes', { totp_code: device.code(0) }))).toBe('401 invalid_totp');
  });

  test('SPEC-013.29: is given up with password and code', async () => {
    const ann = await app.person('Ann');
    const { app: device, backupCodes } = await enableSecondFactor(ann);
    const end = (current_password: string, totp_code: string) =>
      ann.delete('/users/me/totp', { current_password, totp_code });
    expect(said(await end('not hers at all', device.code(0)))).toBe('401 invalid_credentials');
    expect(said(await end(PASSWORD, device.wrong()))).toBe('401 invalid_totp');
    expect(said(await end(PASSWORD, device.code(0)))).toBe('200 fine');
    expect(said(await signIn(ann))).toBe('200 fine');
    expect((await ann.get('/users/me')).body.data).toMatchObject({ totp_enabled: false });
    await enableSecondFactor(ann);
    expect(said(await signIn(ann, { backup_code: backupCodes[0] }))).toBe('401 invalid_totp');
  });
});
