import { randomBytes } from 'node:crypto';
import { type TestApp, startApp } from '../support/app.js';
import { enableSecondFactor } from '../support/authenticator.js';
import type { Person } from '../support/people.js';
import { pairOf, refresh } from '../support/tokens.js';

interface Entry {
  type: string;
  actor: { id: number } | null;
  subject: { type: string; id: number } | null;
  data: Record<string, unknown>;
}

let app: TestApp;
let ada: Person;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ada = await app.admin();
});

beforeEach(async () => {
  ann = await app.person('Ann');
});

afterAll(() => app.stop());

/** The newest entries of a type, the newest last. */
async function entries(type: string, count: number): Promise<Entry[]> {
  const { body } = await ada.get(`/audit/events?type=${type}&limit=${count}`);
  return (body.data as { items: Entry[] }).items.reverse();
}

const aboutAnn = () => ({ type: 'user', id: ann.id });

describe('The audit log', () => {
  test('SPEC-016.11: has wrong current passwords, and that there were too many', async () => {
    const wrong = { current_password: 'not the password of Ann', new_password: 'another long password' };
    for (let count = 1; count <= 10; count++) expect((await ann.post('/users/me/password', wrong)).status).toBe(401);
    expect((await ann.post('/users/me/totp', { current_password: 'once more' })).status).toBe(429);
    const [first, last] = await entries('password.refused', 2);
    expect(first).toMatchObject({ actor: { id: ann.id }, subject: aboutAnn(), data: { code: 'invalid_credentials' } });
    expect(last).toMatchObject({ actor: { id: ann.id }, subject: aboutAnn(), data: { code: 'rate_limited' } });
  });

  test('SPEC-016.11: has wrong codes, and that there were too many', async () => {
    const { app: phone } = await enableSecondFactor(ann);
    const post = () => ann.post('/users/me/backup-codes', { totp_code: phone.wrong() });
    for (let count = 1; count <= 5; count++) expect((await post()).status).toBe(401);
    expect((await post()).status).toBe(429);
    const [first, last] = await entries('second_factor.failed', 2);
    expect(first).toMatchObject({ actor: { id: ann.id }, subject: aboutAnn(), data: { code: 'invalid_totp' } });
    expect(last).toMatchObject({ actor: { id: ann.id }, subject: aboutAnn(), data: { code: 'rate_limited' } });
  });

  test('SPEC-016.11: has refresh tokens that were no good, and whose they once were', async () => {
    for (const token of ['nonsense', randomBytes(32).toString('base64url')]) {
      expect((await refresh(app, token)).status).toBe(401);
      const [entry] = await entries('session.refresh_refused', 1);
      expect(entry).toMatchObject({ actor: null, subject: null, data: { code: 'invalid_refresh_token' } });
    }
    const pair = await pairOf(app, ann);
    await refresh(app, pair.refresh_token);
    await ann.delete('/users/me/sessions');
    expect((await refresh(app, pair.refresh_token)).status).toBe(401);
    const [entry] = await entries('session.refresh_refused', 1);
    expect(entry).toMatchObject({ actor: null, subject: aboutAnn(), data: { code: 'refresh_token_reused' } });
  });

  test('SPEC-016.11: has links that were no good, and what for', async () => {
    const token = randomBytes(32).toString('base64url');
    expect((await app.http.post('/auth/password/reset', { token, new_password: 'a long new one' })).status).toBe(422);
    expect((await app.http.post('/auth/email/confirm', { token })).status).toBe(422);
    const found = await entries('link.refused', 2);
    expect(found.map(({ data }) => [data.purpose, data.code])).toEqual([
      ['password_reset', 'invalid_token_link'],
      ['email_change', 'invalid_token_link'],
    ]);
    expect(JSON.stringify(found)).not.toContain(token);
  });
});
