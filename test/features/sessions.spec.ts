import { type TestApp, startApp, startBeside } from '../support/app.js';
import { logIn, type Pair, pairOf, refresh, said, whoAmI } from '../support/tokens.js';
import { PASSWORD } from '../support/people.js';

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

interface Listed {
  id: number;
  is_current: boolean;
  user_agent: string | null;
}

const as = ({ access_token }: Pair) => ({ Authorization: `Bearer ${access_token}` });
const sessionsOf = async (pair: Pair) =>
  ((await app.http.get('/users/me/sessions', as(pair))).body.data as { items: Listed[] }).items;

describe('Signing out', () => {
  test('SPEC-001.22: ends the session: both of its tokens are refused, on every instance', async () => {
    const ann = await app.person('Ann');
    const pair = await pairOf(app, ann);
    expect(said(await whoAmI(other, pair.access_token))).toBe('200 fine');
    const answer = await app.http.post('/auth/logout', undefined, as(pair));
    expect([answer.status, answer.body.data]).toEqual([200, null]);
    expect(said(await whoAmI(app, pair.access_token))).toBe('401 token_revoked');
    await gone(other, pair);
    expect(said(await refresh(other, pair.refresh_token))).toBe('401 invalid_refresh_token');
    expect(said(await app.http.post('/auth/logout', undefined, as(pair)))).toBe('401 token_revoked');
  });

  test('SPEC-001.22: leaves the other sessions alone', async () => {
    const ann = await app.person('Ann');
    const [one, two] = [await pairOf(app, ann), await pairOf(app, ann)];
    await app.http.post('/auth/logout', undefined, as(one));
    expect(said(await whoAmI(app, two.access_token))).toBe('200 fine');
    expect(said(await refresh(app, two.refresh_token))).toBe('200 fine');
  });
});

describe('A person', () => {
  test('SPEC-001.23: sees their own living sessions, one of which is current', async () => {
    const ann = await app.person('Ann');
    const bob = await app.person('Bob');
    const answer = await logIn(app, ann.email, PASSWORD, { 'User-Agent': 'A browser/1.0' });
    const pair = answer.body.data as Pair;
    await pairOf(app, bob);
    const ended = await pairOf(app, ann);
    await app.http.post('/auth/logout', undefined, as(ended));
    const sessions = await sessionsOf(pair);
    expect(sessions).toHaveLength(2);
    expect(sessions[1]).toEqual({
      id: expect.any(Number) as number,
      created_at: expect.stringMatching(/Z$/) as string,
      last_used_at: expect.stringMatching(/Z$/) as string,
      ip: '127.0.0.1',
      user_agent: 'A browser/1.0',
      is_current: true,
    });
    expect(sessions[0]).toMatchObject({ id: ann.sessionId, is_current: false });
  });

  test('SPEC-001.23: sees when a session got its newest tokens', async () => {
    const ann = await app.person('Ann');
    const first = await pairOf(app, ann);
    await app.database.execute(`UPDATE sessions SET last_used_at = now() - interval '1 day' WHERE user_id = $1`, [
      ann.id,
    ]);
    const pair = (await refresh(app, first.refresh_token)).body.data as Pair;
    const [, current] = (await sessionsOf(pair)) as (Listed & { last_used_at: string })[];
    expect(Date.now() - Date.parse(current?.last_used_at ?? '')).toBeLessThan(60_000);
  });

  test('SPEC-001.23: sees pages of them', async () => {
    const ann = await app.person('Ann');
    for (let turn = 1; turn <= 4; turn++) await pairOf(app, ann);
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { data } = (await ann.get(`/users/me/sessions?limit=2${cursor && `&cursor=${cursor}`}`)).body as {
        data: { items: Listed[]; next_cursor: string | null };
      };
      seen.push(...data.items.map(({ id }) => id));
      cursor = data.next_cursor;
    }
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  });

  test('SPEC-001.24: ends one of their sessions from another', async () => {
    const ann = await app.person('Ann');
    const [one, two] = [await pairOf(app, ann), await pairOf(app, ann)];
    const { id } = (await sessionsOf(one)).find(({ is_current }) => is_current) as Listed;
    expect((await app.http.delete(`/users/me/sessions/${id}`, undefined, as(two))).body.data).toBeNull();
    expect(said(await whoAmI(app, one.access_token))).toBe('401 token_revoked');
    expect(said(await refresh(app, one.refresh_token))).toBe('401 invalid_refresh_token');
    expect(said(await whoAmI(app, two.access_token))).toBe('200 fine');
    expect(said(await app.http.delete(`/users/me/sessions/${id}`, undefined, as(two)))).toBe('404 not_found');
  });

  test('SPEC-001.24: does not end, nor learn of, the sessions of others', async () => {
    const [ann, bob] = [await app.person('Ann'), await app.person('Bob')];
    for (const id of [bob.sessionId, 999_999_999, 0, '01', 'x', '9007199254740993'])
      expect(said(await ann.delete(`/users/me/sessions/${id}`))).toBe('404 not_found');
    expect(said(await bob.get('/users/me'))).toBe('200 fine');
  });

  test('SPEC-001.25: ends all the others at once', async () => {
    const [ann, bob] = [await app.person('Ann'), await app.person('Bob')];
    const pairs = [await pairOf(app, ann), await pairOf(app, ann), await pairOf(app, ann)] as const;
    expect((await app.http.delete('/users/me/sessions', undefined, as(pairs[1]))).body.data).toBeNull();
    for (const { access_token, refresh_token } of [pairs[0], pairs[2]]) {
      expect(said(await whoAmI(app, access_token))).toBe('401 token_revoked');
      expect(said(await refresh(app, refresh_token))).toBe('401 invalid_refresh_token');
    }
    expect(said(await ann.get('/users/me'))).toBe('401 token_revoked');
    expect(await sessionsOf(pairs[1])).toMatchObject([{ is_current: true }]);
    expect(said(await refresh(app, pairs[1].refresh_token))).toBe('200 fine');
    expect(said(await bob.get('/users/me'))).toBe('200 fine');
  });
});

describe('An administrator', () => {
  test('SPEC-014.10: ends every session of somebody', async () => {
    const [ann, ada, bob] = [await app.person('Ann'), await app.admin(), await app.person('Bob')];
    const pair = await pairOf(app, ann);
    expect(said(await bob.delete(`/users/${ann.id}/sessions`))).toBe('403 forbidden');
    expect(said(await ann.get('/users/me'))).toBe('200 fine');
    expect((await ada.delete(`/users/${ann.id}/sessions`)).body.data).toBeNull();
    expect(said(await ann.get('/users/me'))).toBe('401 token_revoked');
    expect(said(await refresh(app, pair.refresh_token))).toBe('401 invalid_refresh_token');
    await gone(other, pair);
    expect(said(await ada.get('/users/me'))).toBe('200 fine');
    expect(said(await ada.delete('/users/999999999/sessions'))).toBe('404 not_found');
    expect(said(await logIn(app, ann.email))).toBe('200 fine');
  });

  test('SPEC-001.27: is written down with whom, and whose', async () => {
    const [ann, ada] = [await app.person('Ann'), await app.admin()];
    await ada.delete(`/users/${ann.id}/sessions`);
    const [event] = await app.database.query(
      `SELECT actor_id, subject_id, data FROM events WHERE type = 'session.ended' ORDER BY id DESC LIMIT 1`,
    );
    expect(event).toEqual({
      actor_id: ada.id,
      subject_id: ann.id,
      data: { userId: ann.id, sessionIds: [ann.sessionId] },
    });
  });
});

describe('A session', () => {
  test('SPEC-001.25: does not begin with an old password beside a change that ends them all', async () => {
    for (let round = 1; round <= 5; round++) {
      const ann = await app.person('Ann');
      const change = { current_password: PASSWORD, new_password: 'another good one for the tests' };
      const [, ...answers] = await Promise.all([
        ann.post('/users/me/password', change),
        ...[1, 2, 3].map(() => logIn(other, ann.email)),
      ]);
      for (const { body } of answers) {
        const pair = body.data as Pair | null;
        if (pair) await gone(app, pair);
      }
    }
  });
});

/** Another instance hears of it, within a quarter of a second. */
async function gone(at: TestApp, { access_token }: Pair): Promise<void> {
  const deadline = Date.now() + 2_000;
  let answer = '';
  while ((answer = said(await whoAmI(at, access_token))) === '200 fine' && Date.now() < deadline);
  expect(answer).toBe('401 token_revoked');
}
