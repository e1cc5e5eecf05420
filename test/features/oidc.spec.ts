import { Browser, FRONT, gotBack, locationOf } from '../support/browser.js';
import type { Answer } from '../support/client.js';
import { setTime } from '../support/clock.js';
import { app, beside, corp, count, newcomer, onStage } from '../support/oidc-stage.js';
import { said } from '../support/outcome.js';

onStage();

describe('A sign-in with a provider', () => {
  test('SPEC-039.2: is offered to anyone', async () => {
    const item = (id: string, name: string) => ({ id, name, start_url: `http://localhost:0/auth/oidc/${id}/start` });
    const { items } = (await app.http.get('/auth/providers')).body.data as { items: { start_url: string }[] };
    const shown = items.map((one) => ({ ...one, start_url: one.start_url.replace(/localhost:\d+/, 'localhost:0') }));
    expect(shown).toEqual([item('corp', 'Example Corp'), item('other', 'other')]);
  });

  test('SPEC-039.3: starts at the provider, with PKCE', async () => {
    const url = new URL(locationOf(await new Browser(app).start()));
    expect(url.origin + url.pathname).toBe(`${corp.issuer}/auth`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ client_id: 'fasttrack', response_type: 'code', scope: 'openid email profile' },
      redirect_uri: expect.stringMatching(/\/auth\/oidc\/corp\/callback$/) as string,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
    });
    for (const id of ['nobody', 'CORP', 'corp%2f'])
      expect(said(await app.http.get(`/auth/oidc/${id}/start?return_to=${FRONT}`))).toBe('404 not_found');
  });

  test.each([
    'https://evil.example/',
    'https://app.example.com.evil.example/',
    'https://app.example.com@evil.example/',
    'https://user@app.example.com/',
    'https://app.example.com:pass@app.example.com/',
    'http://app.example.com/',
    'https://app.example.com:8443/',
    'https:app.example.com',
    'https:/app.example.com/',
    'https:///app.example.com/',
    '//app.example.com/',
    '/signed-in',
    String.raw`https://app.example.com\@evil.example/`,
    String.raw`https:\\app.example.com\x`,
    'https://evil.example\\.app.example.com/',
    ' https://app.example.com/',
    'https://app.example.com/\r\nSet-Cookie: a=b',
    'https://app.example.com\t/',
    'https://аpp.example.com/',
    'javascript:alert(1)//https://app.example.com',
    'data:text/html,https://app.example.com/',
    'blob:https://app.example.com/x',
    'null',
    '*',
    '',
  ])('SPEC-039.4: does not return to %j', async (address) => {
    const before = await count('sign_in_flows');
    const answer = await new Browser(app).start(address);
    expect([said(answer), answer.body.error?.details[0]?.field]).toEqual(['422 validation_failed', 'return_to']);
    expect(await count('sign_in_flows')).toBe(before);
  });

  test('SPEC-039.4: returns to pages of ours, also of PUBLIC_URL', async () => {
    for (const address of [`${FRONT}`, `${FRONT}/a/b?c=d#e`, 'HTTPS://APP.EXAMPLE.COM/x', 'http://localhost:3000/app'])
      expect((await new Browser(app).start(address)).status).toBe(302);
    expect((await app.http.get('/auth/oidc/corp/start')).status).toBe(422);
  });

  test('SPEC-039.5: gives the browser a cookie, which tabs share', async () => {
    const browser = new Browser(app);
    const first = await browser.start();
    const parts = [first.headers['set-cookie'] ?? []].flat().join();
    expect(parts).toMatch(
      /^fasttrack_oidc=[\w-]{43}; Max-Age=600; Path=\/auth\/oidc; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    const second = await browser.start();
    for (const answer of [first, second]) {
      const back = await browser.comeBack(corp.signIn(locationOf(answer), newcomer()));
      expect(gotBack(back).code).toMatch(/^[\w-]{43}$/);
    }
  });

  test('SPEC-039.5: is known to the database by hashes only', async () => {
    const browser = new Browser(app);
    const answer = await browser.start();
    const cookie = /=([\w-]{43})/.exec([answer.headers['set-cookie'] ?? []].flat().join())?.[1] ?? '';
    const { searchParams } = new URL(locationOf(answer));
    const rows = JSON.stringify(await app.database.query('SELECT f::text AS row FROM sign_in_flows f'));
    for (const value of [cookie, searchParams.get('state'), searchParams.get('nonce')]) {
      expect(value).toHaveLength(43);
      for (const spelling of [value ?? '', Buffer.from(value ?? '', 'base64url').toString('hex')])
        expect(rows).not.toContain(spelling);
    }
  });

  test('SPEC-039.6: comes back once, in the same browser, for the same provider', async () => {
    const browser = new Browser(app);
    const query = corp.signIn(locationOf(await browser.start()), newcomer());
    const stranger = new Browser(app);
    await stranger.start();
    const wrong = { ...Object.fromEntries(query), state: 'x'.repeat(43) };
    const answers = [
      await stranger.comeBack(query),
      await new Browser(app).comeBack(query),
      await browser.comeBack(query, 'other'),
      await browser.comeBack(new URLSearchParams(wrong)),
      await browser.comeBack('code=x'),
      await browser.comeBack(''),
      await browser.comeBack('error=access_denied'),
    ];
    for (const answer of answers) expect(said(answer)).toBe('401 invalid_credentials');
    expect(said(await browser.comeBack('state=a&state=b'))).toBe('422 validation_failed');
    expect(gotBack(await browser.comeBack(query)).code).not.toBeNull();
    expect(said(await browser.comeBack(query))).toBe('401 invalid_credentials');
  });

  test('SPEC-039.6: comes back within ten minutes', async () => {
    const start = new Date('2030-01-01T12:00:00.000Z');
    setTime(start, app);
    const browser = new Browser(app);
    const [early, late] = [await browser.start(), await browser.start()].map((answer) =>
      corp.signIn(locationOf(answer), newcomer()),
    );
    setTime(new Date(start.getTime() + 599_999), app);
    expect(gotBack(await browser.comeBack(early ?? '')).code).not.toBeNull();
    setTime(new Date(start.getTime() + 600_000), app);
    expect(said(await browser.comeBack(late ?? ''))).toBe('401 invalid_credentials');
  });

  test('SPEC-039.6, SPEC-039.19: is spent exactly once, over two instances', async () => {
    const browser = new Browser(app);
    const query = corp.signIn(locationOf(await browser.start()), newcomer());
    const there = browser.at(beside);
    const comings = [1, 2, 3, 4, 5, 6].map((nth) => (nth % 2 ? browser : there).comeBack(query));
    const answers = await Promise.all(comings);
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 401, 401, 401, 401, 401]);
    const { code } = gotBack(answers.find(({ status }) => status === 302) as Answer);
    const tries = [1, 2, 3, 4, 5, 6].map((nth) => (nth % 2 ? app : beside).http.post('/auth/oidc/exchange', { code }));
    const pairs = await Promise.all(tries);
    expect(pairs.map(said).sort()).toEqual(['200', ...Array<string>(5).fill('401 invalid_credentials')]);
  });
});
