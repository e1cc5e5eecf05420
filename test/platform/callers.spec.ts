import { type TestApp, startApp } from '../support/app.js';
import type { Person } from '../support/people.js';
import { pairOf, whoAmI } from '../support/tokens.js';

let app: TestApp;
let ada: Person;

beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '1', RATE_LIMIT_REQUESTS: '40' });
  ada = await app.admin();
});
afterAll(() => app.stop());

/** Addresses as proxies send them, and what is believed: nothing that is none, then the proxy's own counts. */
const SENT: [string, RegExp][] = [
  ['203.0.113.7', /^203\.0\.113\.7$/],
  ['203.0.113.7:4711', /^203\.0\.113\.7$/],
  ['[2001:db8::1]:443', /^2001:db8::1$/],
  ['[2001:db8::1]', /^2001:db8::1$/],
  ['2001:db8::1', /^2001:db8::1$/],
  ['198.51.100.9, 203.0.113.7:4711', /^203\.0\.113\.7$/],
  ['unknown', /127\.0\.0\.1$/],
  ['203.0.113.7, _hidden', /127\.0\.0\.1$/],
  ['203.0.113.7:', /127\.0\.0\.1$/],
  ['999.0.0.1', /127\.0\.0\.1$/],
  ['<script>', /127\.0\.0\.1$/],
  [' , ', /127\.0\.0\.1$/],
];

it.each(SENT)('SPEC-009.22: X-Forwarded-For: %s is recorded as an address', async (sent, believed) => {
  const ann = await app.person('Ann');
  const headers = { 'X-Forwarded-For': sent, 'X-Request-Id': `seen.${SENT.findIndex(([one]) => one === sent)}` };
  const body = { email: ann.email, password: 'a long enough password of the tests' };
  const { access_token: token } = (await app.http.post('/auth/login', body, headers)).body.data as Record<
    string,
    string
  >;
  const { data } = (await app.http.get('/users/me/sessions', { Authorization: `Bearer ${token}` })).body;
  const sessions = (data as { items: { ip: string; is_current: boolean }[] }).items;
  expect(sessions.find(({ is_current: isCurrent }) => isCurrent)?.ip).toMatch(believed);
  const events = await app.database.query<{ ip: string }>('SELECT ip FROM events WHERE request_id = $1', [
    headers['X-Request-Id'],
  ]);
  expect(events.length).toBeGreaterThan(0);
  for (const { ip } of events) expect(ip).toMatch(believed);
});

it('SPEC-009.22: a port is no way around a limit, nor is what is no address', async () => {
  const nobody = (address: string) => app.http.get('/users/me', { 'X-Forwarded-For': address });
  for (let port = 1; port <= 40; port++) expect((await nobody(`192.0.2.1:${port}`)).status).toBe(401);
  expect((await nobody('192.0.2.1:41')).status).toBe(429);
  expect((await nobody('192.0.2.1')).status).toBe(429);
  expect((await nobody('192.0.2.2')).status).toBe(401);
});

describe('A token that was taken back', () => {
  const ENDINGS: [string, (person: Person, token: string) => Promise<unknown>][] = [
    ['by a sign-out', (_, token) => app.http.post('/auth/logout', undefined, { Authorization: `Bearer ${token}` })],
    ['by its owner, elsewhere', (person) => person.delete('/users/me/sessions')],
    ['by an administrator', ({ id }) => ada.delete(`/users/${id}/sessions`)],
    ['with its account', ({ id }) => ada.patch(`/users/${id}`, { is_active: false })],
  ];

  it.each(ENDINGS)('SPEC-009.20: %s counts for the network, not for its owner', async (how, end) => {
    const from = { 'X-Forwarded-For': `198.51.100.${ENDINGS.findIndex(([one]) => one === how) + 1}` };
    const person = await app.person('Rob');
    const { access_token: token } = await pairOf(app, person);
    await whoAmI(app, token);
    await end(person, token);
    const left = async () => {
      const answer = await app.http.get('/users/me', { ...from, Authorization: `Bearer ${token}` });
      return [answer.status, Number(/r=(\d+)/.exec(answer.headers.ratelimit ?? '')?.[1])];
    };
    expect(await left()).toEqual([401, 39]);
    expect(await left()).toEqual([401, 38]);
    expect((await app.http.get('/users/me', from)).headers.ratelimit).toContain('r=37');
  });

  it('SPEC-009.20: leaves its owner the whole budget, although somebody else uses up theirs', async () => {
    const person = await app.person('Rob');
    const { access_token: token } = await pairOf(app, person);
    await person.delete('/users/me/sessions');
    const headers = { 'X-Forwarded-For': '198.51.100.99', Authorization: `Bearer ${token}` };
    for (let nth = 0; nth < 40; nth++) expect((await app.http.get('/users/me', headers)).status).toBe(401);
    expect((await app.http.get('/users/me', headers)).status).toBe(429);
    expect((await person.get('/users/me')).headers.ratelimit).toContain('r=38');
  });

  it('SPEC-009.20: counts for its owner while its session lives', async () => {
    const person = await app.person('Rob');
    expect((await person.get('/users/me')).headers.ratelimit).toContain('r=39');
    expect((await person.get('/nowhere')).headers.ratelimit).toContain('r=38');
  });
});
