import { once } from 'node:events';
import { request } from 'node:http';
import { type TestApp, startApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';

const MOST = 10;

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '1', RATE_LIMIT_REQUESTS: String(MOST) });
});
afterEach(() => LiveClient.closeAll());
afterAll(() => app.stop());

interface Reply {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

/** Opens a connection and lets it go again, as somebody at this address. */
async function shake(transport: string, address: string): Promise<Reply> {
  const upgrade = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const sent = request(`${app.url}/ws/?EIO=4&transport=${transport}`, {
    agent: false,
    headers: { 'X-Forwarded-For': address, ...(transport === 'websocket' && upgrade) },
  }).end();
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('upgrade', ({ statusCode: status = 0, headers }, socket) => {
      socket.destroy();
      resolve({ status, headers, text: '' });
    });
    sent.on('response', (answer) => {
      let text = '';
      answer.on('data', (bytes: Buffer) => (text += bytes.toString()));
      void once(answer, 'end').then(() => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
  });
}

it.each([
  ['polling', 200, '2001:db8:1::'],
  ['websocket', 101, '2001:db8:2::'],
])(
  'SPEC-010.38: handshakes by %s count for their network, and one too many is told when to come',
  async (by, fine, net) => {
    for (let nth = 1; nth <= MOST; nth++) expect((await shake(by, `[${net}${nth}]:4711`)).status).toBe(fine);
    const { status, headers, text } = await shake(by, `${net}ff`);
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(text)).toMatchObject({ data: null, error: { code: 'rate_limited', details: [] } });
    expect((await app.http.get('/users/me', { 'X-Forwarded-For': `${net}1` })).status).toBe(429);
    expect((await shake(by, '203.0.113.250')).status).toBe(fine);
  },
);

it('SPEC-010.38: requests and handshakes of one network are counted together', async () => {
  const from = { 'X-Forwarded-For': '203.0.113.1' };
  for (let nth = 1; nth < MOST; nth++) expect((await app.http.get('/users/me', from)).status).toBe(401);
  expect((await shake('websocket', '203.0.113.1')).status).toBe(101);
  expect((await shake('polling', '203.0.113.1')).status).toBe(429);
});

it('SPEC-010.38: handshakes that make no sense count as well', async () => {
  const { hostname, port } = new URL(app.url);
  const headers = { 'X-Forwarded-For': '203.0.113.2' };
  const ask = async (path: string) => {
    const [answer] = (await once(request({ hostname, port, path, headers }).end(), 'response')) as [
      { statusCode: number; resume(): void },
    ];
    answer.resume();
    return answer.statusCode;
  };
  for (let nth = 1; nth <= MOST; nth++) expect(await ask(`/ws/?EIO=4&transport=polling&sid=nobody-${nth}`)).toBe(400);
  expect(await ask('/ws/?EIO=4&transport=polling&sid=__proto__')).toBe(429);
});

it('SPEC-010.38: what belongs to a connection counts for nothing there', async () => {
  const ann = await app.person('Ann');
  const options = { transports: ['polling'], extraHeaders: { 'X-Forwarded-For': '203.0.113.3' } };
  const client = await LiveClient.of(ann, {}, options);
  for (let nth = 1; nth <= 5; nth++) await client.ask('authenticate', { token: ann.token });
  const left = (await app.http.get('/users/me', { 'X-Forwarded-For': '203.0.113.3' })).headers.ratelimit;
  expect(left).toContain(`r=${MOST - 2}`);
});
