import type { RequestHandler } from 'express';
import { io } from 'socket.io-client';
import { bytesOfBase64url } from '../../src/platform/secrets/base64url.js';
import { Mailbox } from '../support/mailbox.js';
import { programOf } from '../support/api-tokens.js';
import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { PASSWORD, type Person } from '../support/people.js';
import { silence } from '../support/silence.js';
import { byForm, pairOf, refresh, said, whoAmI } from '../support/tokens.js';

const KEY = 'test-internal-key-0123456789abcdef';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

let mailbox: Mailbox;
let app: TestApp;
let ann: Person;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
  ann = await app.person('Ann');
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

/** The same bits in the last character, or others that a lenient reader drops. */
function spareBits(text: string): string[] {
  const last = ALPHABET.indexOf(text.at(-1) ?? '');
  return [1, 2, 3].map((bit) => text.slice(0, -1) + ALPHABET[last ^ bit]).filter((other) => other !== text);
}

/** What a lenient reader takes for the same; without blanks at the ends where HTTP itself drops those. */
function mutants(text: string, { blanks = true } = {}): string[] {
  const around = ['A', '=', '==', '.', '-', '+', '/', ',', '%00', ...(blanks ? [' ', '\n', '\t', '\u00a0'] : [])];
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  const middle = Math.floor(text.length / 2);
  return [
    ...around.flatMap((extra) => [`${text}${extra}`, `${extra}${text}`]),
    ...['=', '.', ',', '+'].map((extra) => text.slice(0, middle) + extra + text.slice(middle)),
    ...(standard === text ? [] : [standard]),
    ...spareBits(text),
  ];
}

async function expectRefused(proofs: string[], send: (proof: string) => Promise<Answer>): Promise<void> {
  for (const proof of proofs) {
    const { status } = await send(proof);
    if (status < 400 || status > 422) throw new Error(`${JSON.stringify(proof)} was answered ${status}`);
  }
}

describe('A proof is taken exactly', () => {
  test('SPEC-013.41: an access token, in each of its segments', async () => {
    const token = ann.token ?? '';
    expect(said(await whoAmI(app, token))).toBe('200 fine');
    const segments = token.split('.');
    const inSegments = segments.flatMap((segment, index) =>
      mutants(segment, { blanks: false }).map((mutant) => segments.with(index, mutant).join('.')),
    );
    const proofs = [...mutants(token, { blanks: false }), ...inSegments, `${token}.`, `${token}.${segments[2]}`];
    await expectRefused(proofs, (proof) => whoAmI(app, proof));
    const twice = { Authorization: `Bearer  ${token}` };
    expect(said(await app.http.get('/users/me', twice))).toBe('401 invalid_token');
    expect(said(await app.http.get('/users/me', { Authorization: `Bearer\t${token}` }))).toBe('401 invalid_token');
    expect(said(await whoAmI(app, token))).toBe('200 fine');
  });

  test('SPEC-013.41: an access token of a socket, wherever it stands', async () => {
    const token = ann.token ?? '';
    const connect = (options: object) =>
      new Promise<string>((resolve) => {
        const socket = io(app.url, { path: '/ws', reconnection: false, forceNew: true, ...options });
        const end = (word: string) => {
          socket.close();
          resolve(word);
        };
        socket.on('ready', () => end('ready'));
        socket.on('connect_error', (error) => end((error as { data?: { code?: string } }).data?.code ?? error.message));
      });
    expect([await connect({ auth: { token } }), await connect({ query: { token } })]).toEqual(['ready', 'ready']);
    const wrong = [`${token}A`, `${token}=`, ` ${token}`, `${token}\n`, ...spareBits(token), `Bearer ${token}`];
    for (const proof of wrong) {
      expect(await connect({ auth: { token: proof } })).toBe('invalid_token');
      expect(await connect({ query: { token: proof } })).toBe('invalid_token');
    }
  });

  test('SPEC-013.41: no token but the one in the header, whatever a middleware hangs on the request', async () => {
    const shown: { token?: string | undefined } = {};
    const middleware: RequestHandler = (request, _response, next) => next(void Object.assign(request, shown));
    const other = await startApp({}, silence, { middleware: [middleware] });
    const ben = await other.person('Ben');
    shown.token = ben.token;
    expect(said(await other.http.get('/users/me'))).toBe('401 missing_token');
    expect((await ben.get('/users/me')).status).toBe(200);
    await other.stop();
  });

  test('SPEC-013.41: a refresh token, in JSON and in a form', async () => {
    const { refresh_token: token } = await pairOf(app, ann);
    await expectRefused(mutants(token), (proof) => refresh(app, proof));
    await expectRefused(mutants(token), (proof) => byForm(app, { grant_type: 'refresh_token', refresh_token: proof }));
    await expectRefused([' refresh_token', 'refresh_token ', 'Refresh_Token'], (grant) =>
      byForm(app, { grant_type: grant, refresh_token: token }),
    );
    expect(said(await refresh(app, token))).toBe('200 fine');
  });

  test('SPEC-013.41: a refresh token in a cookie', async () => {
    const asked = { email: ann.email, password: PASSWORD, refresh_in: 'cookie' };
    const [cookie = ''] = [(await app.http.post('/auth/login', asked)).headers['set-cookie'] ?? []].flat();
    const [name = '', token = ''] = (cookie.split(';')[0] ?? '').split('=');
    const send = (value: string) =>
      app.http.post('/auth/refresh', undefined, { Cookie: `${name}=${value}`, Origin: new URL(app.url).origin });
    await expectRefused([...mutants(token, { blanks: false }), `${token}=anything`, `"${token}"`], send);
    expect(said(await send(token))).toBe('200 fine');
  });

  test('SPEC-013.41: an API token', async () => {
    const { token } = (await programOf(ann)).made;
    const projects = (proof: string) => app.http.get('/projects', { Authorization: `Bearer ${proof}` });
    await expectRefused([...mutants(token, { blanks: false }), `ft_${token}`, token.toUpperCase()], projects);
    expect(said(await projects(token))).toBe('200 fine');
  });

  test('SPEC-013.41: a link of a mail', async () => {
    await app.http.post('/auth/password/forgot', { email: ann.email });
    while (mailbox.to(ann.email).length === 0) await app.idle();
    const token = /token=(\S+)/.exec(mailbox.newest(ann.email).text)?.[1] ?? '';
    const reset = (proof: string) =>
      app.http.post('/auth/password/reset', { token: proof, new_password: 'a new one of the tests' });
    await expectRefused(mutants(token), reset);
    expect(said(await reset(token))).toBe('200 fine');
  });

  test('SPEC-013.41: a cursor', async () => {
    const ben = await app.person('Ben');
    for (const name of ['One', 'Two', 'Three']) await ben.post('/projects', { name });
    const { next_cursor: cursor } = (await ben.get('/projects?limit=1')).body.data as { next_cursor: string };
    const next = (proof: string) => ben.get(`/projects?limit=1&cursor=${encodeURIComponent(proof)}`);
    await expectRefused([...mutants(cursor), 'é'.repeat(cursor.length), 'é'], next);
    expect(said(await next(cursor))).toBe('200 fine');
  });

  test('SPEC-013.41: an API key', async () => {
    const read = (key: string) => app.http.get('/internal/stats', { 'X-API-Key': key });
    await expectRefused([...mutants(KEY, { blanks: false }), KEY.toUpperCase(), `${KEY},${KEY}`], read);
    expect(said(await read(KEY))).toBe('200 fine');
  });

  test('SPEC-013.41: base64url has one way to write each of any bytes', () => {
    for (let length = 1; length < 70; length++) {
      const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 89 + length * 37) % 256));
      const text = bytes.toString('base64url');
      expect(bytesOfBase64url(text)).toEqual(bytes);
      for (const mutant of mutants(text)) {
        const read = bytesOfBase64url(mutant);
        if (read && (read.equals(bytes) || read.toString('base64url') !== mutant)) throw new Error(mutant);
      }
    }
    expect([bytesOfBase64url(''), bytesOfBase64url('A')]).toEqual([null, null]);
  });
});
