import { createHash, hkdfSync, createHmac } from 'node:crypto';
import { type TestApp, startApp, startBeside } from '../support/app.js';
import { Mailbox } from '../support/mailbox.js';
import type { Person } from '../support/people.js';
import { logIn, type Pair, pairOf, refresh, said, whoAmI } from '../support/tokens.js';

let mailbox: Mailbox;
let app: TestApp;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
});
afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

async function next(token: string, at = app): Promise<Pair> {
  const answer = await refresh(at, token);
  if (answer.status !== 200) throw new Error(`Refreshing answered ${answer.text}`);
  return answer.body.data;
}

const tokensOf = ({ id }: Person) =>
  app.database.query<{ token_hash: Buffer; salt: Buffer | null; spent: boolean }>(
    `SELECT t.token_hash, t.salt, t.spent_at IS NOT NULL AS spent FROM refresh_tokens t
     JOIN sessions s ON s.id = t.session_id WHERE s.user_id = $1 ORDER BY t.id`,
    [id],
  );

/** As if so many seconds had passed since then. */
const later = (seconds: number, { id }: Person) =>
  app.database.execute(
    `UPDATE refresh_tokens SET spent_at = spent_at - make_interval(secs => $2), expires_at = expires_at - make_interval(secs => $2)
     WHERE session_id IN (SELECT id FROM sessions WHERE user_id = $1)`,
    [id, seconds],
  );

const alertsTo = async ({ email }: Person) => {
  await app.idle();
  return mailbox.to(email).filter(({ headers }) => headers.subject?.startsWith('Security alert'));
};

describe('A refresh token', () => {
  test('SPEC-001.15: is used once, for the next pair of the same session', async () => {
    const ann = await app.person('Ann');
    const first = await pairOf(app, ann);
    const second = await next(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(second).toMatchObject({ token_type: 'bearer', expires_in: 900, refresh_expires_in: 604_800 });
    const sessionOf = ({ access_token }: Pair) =>
      (JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string }).sid;
    expect(sessionOf(second)).toBe(sessionOf(first));
    expect((await tokensOf(ann)).map(({ spent }) => spent)).toEqual([true, false]);
    expect(said(await whoAmI(app, second.access_token))).toBe('200 fine');
  });

  test('SPEC-001.16: gives the same successor again within the grace, while that is unused', async () => {
    const ann = await app.person('Ann');
    const { refresh_token } = await pairOf(app, ann);
    const second = await next(refresh_token);
    await later(8, ann);
    const again = await next(refresh_token);
    expect(again.refresh_token).toBe(second.refresh_token);
    expect(again.refresh_expires_in).toBeLessThanOrEqual(604_792);
    expect(said(await whoAmI(app, again.access_token))).toBe('200 fine');
    expect(await tokensOf(ann)).toHaveLength(2);
    expect(said(await refresh(app, second.refresh_token))).toBe('200 fine');
  });

  test('SPEC-001.17, SPEC-011.11: used after its successor was used is theft: all sessions end, and the owner hears of it', async () => {
    const ann = await app.person('Ann');
    const { refresh_token } = await pairOf(app, ann);
    const elsewhere = await pairOf(app, ann);
    const third = await next((await next(refresh_token)).refresh_token);
    expect(said(await refresh(app, refresh_token))).toBe('401 refresh_token_reused');
    for (const token of [third.access_token, elsewhere.access_token, ann.token as string])
      expect(said(await whoAmI(app, token))).toBe('401 token_revoked');
    for (const token of [third.refresh_token, elsewhere.refresh_token])
      expect(said(await refresh(app, token))).toBe('401 invalid_refresh_token');
    expect(await alertsTo(ann)).toHaveLength(1);
    expect(said(await logIn(app, ann.email))).toBe('200 fine');
  });

  test('SPEC-001.17: used after the grace is theft, however often it is tried', async () => {
    const ann = await app.person('Ann');
    const { refresh_token } = await pairOf(app, ann);
    const second = await next(refresh_token);
    await later(11, ann);
    const tries = await Promise.all(Array.from({ length: 8 }, () => refresh(app, refresh_token)));
    expect(tries.map(said)).toEqual(Array(8).fill('401 refresh_token_reused'));
    expect(said(await refresh(app, second.refresh_token))).toBe('401 invalid_refresh_token');
    expect(await alertsTo(ann)).toHaveLength(1);
    const events = await app.database.query(
      `SELECT actor_id, ip FROM events WHERE type = 'session.stolen' AND subject_id = $1`,
      [ann.id],
    );
    expect(events).toEqual([{ actor_id: null, ip: '127.0.0.1' }]);
  });

  test('SPEC-001.17: that was stolen does not touch the sessions of others', async () => {
    const [ann, bob] = [await app.person('Ann'), await app.person('Bob')];
    const bobs = await pairOf(app, bob);
    const { refresh_token } = await pairOf(app, ann);
    await next((await next(refresh_token)).refresh_token);
    await refresh(app, refresh_token);
    expect(said(await whoAmI(app, bobs.access_token))).toBe('200 fine');
    expect(said(await refresh(app, bobs.refresh_token))).toBe('200 fine');
  });

  test('SPEC-001.18: has no grace where that is nothing', async () => {
    const strict = await startBeside(app, { SMTP_URL: mailbox.url, REFRESH_REUSE_GRACE_SECONDS: '0' });
    const ann = await app.person('Ann');
    const { refresh_token } = await pairOf(app, ann);
    const second = await next(refresh_token, strict);
    expect(said(await refresh(strict, refresh_token))).toBe('401 refresh_token_reused');
    expect(said(await refresh(strict, second.refresh_token))).toBe('401 invalid_refresh_token');
    await strict.stop();
  });

  test('SPEC-001.18: used many times at once where there is no grace has one successor, and is theft', async () => {
    const strict = await startBeside(app, { SMTP_URL: mailbox.url, REFRESH_REUSE_GRACE_SECONDS: '0' });
    const ann = await app.person('Ann');
    const { refresh_token } = await pairOf(app, ann);
    const uses = await Promise.all(Array.from({ length: 12 }, () => refresh(strict, refresh_token)));
    expect(uses.map(said).sort()).toEqual(['200 fine', ...Array<string>(11).fill('401 refresh_token_reused')]);
    expect(await tokensOf(ann)).toHaveLength(2);
    expect(await alertsTo(ann)).toHaveLength(1);
    await strict.stop();
  });

  test('SPEC-001.26: of a session that has ended ends nothing any more', async () => {
    const ann = await app.person('Ann');
    const { refresh_token } = await pairOf(app, ann);
    const second = await next(refresh_token);
    await app.http.post('/auth/logout', undefined, { Authorization: `Bearer ${second.access_token}` });
    const anew = await pairOf(app, ann);
    expect(said(await refresh(app, refresh_token))).toBe('401 refresh_token_reused');
    expect(said(await whoAmI(app, anew.access_token))).toBe('200 fine');
    expect(await alertsTo(ann)).toHaveLength(0);
  });
});

describe('SPEC-001.20: refused as no refresh token', () => {
  test('is what was never one', async () => {
    const ann = await app.person('Ann');
    const { refresh_token, access_token } = await pairOf(app, ann);
    const misshapen = ['x', `${refresh_token}=`, ` ${refresh_token}`, refresh_token.slice(1), 'A'.repeat(43), '\u0436'];
    for (const token of misshapen) expect(said(await refresh(app, token))).toBe('401 invalid_refresh_token');
    for (const token of ['', 1, null, ['x']])
      expect(said(await app.http.post('/auth/refresh', { refresh_token: token }))).toBe('422 validation_failed');
    expect(said(await whoAmI(app, access_token))).toBe('200 fine');
    expect(said(await refresh(app, refresh_token))).toBe('200 fine');
  });

  test('is one that is past its time', async () => {
    const ann = await app.person('Ann');
    const { refresh_token } = await pairOf(app, ann);
    await later(604_801, ann);
    expect(said(await refresh(app, refresh_token))).toBe('401 invalid_refresh_token');
    expect(said(await whoAmI(app, ann.token as string))).toBe('200 fine');
  });

  test('is one that is past its time as configured', async () => {
    const brief = await startBeside(app, { REFRESH_TOKEN_EXPIRE_DAYS: '0.0002' });
    const ann = await app.person('Ann');
    const pair = await pairOf(brief, ann);
    expect(pair.refresh_expires_in).toBe(17);
    expect((await next(pair.refresh_token, brief)).refresh_expires_in).toBe(17);
    await brief.stop();
  });

  test('is the one of an ended session, or of a disabled account', async () => {
    const ann = await app.person('Ann');
    const [one, two] = [await pairOf(app, ann), await pairOf(app, ann)];
    await app.http.post('/auth/logout', undefined, { Authorization: `Bearer ${one.access_token}` });
    expect(said(await refresh(app, one.refresh_token))).toBe('401 invalid_refresh_token');
    await (await app.admin()).patch(`/users/${ann.id}`, { is_active: false });
    expect(said(await refresh(app, two.refresh_token))).toBe('401 invalid_refresh_token');
  });
});

describe('SPEC-001.21: the database', () => {
  test('holds only hashes of refresh tokens', async () => {
    const ann = await app.person('Ann');
    const first = await pairOf(app, ann);
    const second = await next(first.refresh_token);
    const hashOf = ({ refresh_token }: Pair) =>
      createHash('sha256').update(Buffer.from(refresh_token, 'base64url')).digest();
    expect((await tokensOf(ann)).map(({ token_hash }) => token_hash)).toEqual([first, second].map(hashOf));
  });

  test('does not have what it takes to compute a successor without SECRET_KEY', async () => {
    const ann = await app.person('Ann');
    const first = await pairOf(app, ann);
    const second = await next(first.refresh_token);
    const salt = (await tokensOf(ann))[0]?.salt as Buffer;
    const old = Buffer.from(first.refresh_token, 'base64url');
    const guess = (key: Buffer) => createHmac('sha256', key).update(salt).update(old).digest('base64url');
    expect(guess(Buffer.alloc(32))).not.toBe(second.refresh_token);
    expect(guess(Buffer.from(hkdfSync('sha256', '', '', 'fasttrack refresh token', 32)))).not.toBe(
      second.refresh_token,
    );
  });

  test('SPEC-011.12: is cleared of sessions whose time is over, with their tokens, and of no others', async () => {
    const [ann, bob] = [await app.person('Ann'), await app.person('Bob')];
    await pairOf(app, ann);
    const { refresh_token } = await pairOf(app, bob);
    await app.database.execute(`UPDATE sessions SET expires_at = now() - interval '1 s' WHERE user_id = $1`, [ann.id]);
    await app.database.execute(`DELETE FROM schedules WHERE name = 'clear-expired-sessions'`);
    const other = await startBeside(app);
    await other.idle();
    await other.stop();
    expect(await app.database.query('SELECT FROM sessions WHERE user_id = $1', [ann.id])).toEqual([]);
    expect(await tokensOf(ann)).toEqual([]);
    expect(said(await refresh(app, refresh_token))).toBe('200 fine');
  });
});
