import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { BreachedPasswords } from './breached-passwords.js';

const PASSWORD = 'canary in a coal mine';
const HASH = createHash('sha1').update(PASSWORD).digest('hex').toUpperCase();
const OTHERS = `${'0'.repeat(35)}:7\r\n${'F'.repeat(35)}:1`;

let server: Server | undefined;
const asked: IncomingMessage[] = [];
const said: string[] = [];

beforeAll(() => Logger.overrideLogger({ log: say, warn: say, error: say }));
afterAll(() => Logger.overrideLogger(false));
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  asked.splice(0);
  said.splice(0);
});

function say(message: unknown): void {
  said.push(String(message));
}

/** A range service that behaves as told. */
async function serviceThat(answer: RequestListener): Promise<BreachedPasswords> {
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const hibpUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`;
  return new BreachedPasswords({ hibpEnabled: true, hibpUrl } as Config);
}

const thatSays = (text: string) => serviceThat((_, response) => response.end(text));
const offline = () => new BreachedPasswords({ hibpEnabled: false, hibpUrl: 'http://127.0.0.1:9' } as Config);
const refusal = (field: string) => ({
  code: 'validation_failed',
  details: [expect.objectContaining({ field, code: 'breached' })],
});

describe('a breached password', () => {
  it('SPEC-013.8: is refused, and only five characters of its SHA-1 leave the program', async () => {
    const passwords = await thatSays(`${OTHERS}\r\n${HASH.slice(5)}:42`);
    await expect(passwords.refuse('new_password', PASSWORD)).rejects.toMatchObject(refusal('new_password'));
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET /range/${HASH.slice(0, 5)}`]);
    expect(JSON.stringify(asked[0]?.rawHeaders)).not.toContain(HASH.slice(5));
  });

  it('asks for padding, which is no hit', async () => {
    const passwords = await thatSays(`${HASH.slice(5)}:0\r\n${OTHERS}`);
    await passwords.refuse('password', PASSWORD);
    expect(asked[0]?.headers['add-padding']).toBe('true');
    expect(said).toEqual([]);
  });

  it('is accepted where only others are known', async () => {
    await (await thatSays(OTHERS)).refuse('password', PASSWORD);
    expect(asked).toHaveLength(1);
  });
});

describe('SPEC-013.9: a service that fails keeps nobody out', () => {
  const hit = `${HASH.slice(5)}:42`;
  const cases: [string, RequestListener][] = [
    ['with an error', (_, response) => response.writeHead(503).end(hit)],
    ['with a redirect', (_, response) => response.writeHead(302, { Location: '/range/elsewhere' }).end(hit)],
    ['with silence', () => undefined],
    ['with an answer that never ends', (_, response) => void response.write('0')],
    ['with a broken connection', (request) => request.socket.destroy()],
  ];

  it.each(cases)('%s', async (_, answer) => {
    const passwords = await serviceThat(answer);
    const start = Date.now();
    await passwords.refuse('password', PASSWORD);
    expect(Date.now() - start).toBeLessThan(1_500);
    expect(asked).toHaveLength(1);
    expect(said).toEqual([expect.stringContaining('breach service does not answer')]);
    expect(said[0]).not.toContain(HASH.slice(0, 5));
    expect(said[0]).not.toContain(PASSWORD);
  });
});

describe('the commonest passwords', () => {
  it('SPEC-013.9: are refused without asking anybody, in whatever case', async () => {
    await expect(offline().refuse('password', 'password123')).rejects.toMatchObject(refusal('password'));
    await expect(offline().refuse('password', 'QwErTyUiOp')).rejects.toMatchObject(refusal('password'));
    await offline().refuse('password', PASSWORD);
  });

  it('are refused before the service is asked', async () => {
    const passwords = await thatSays('');
    await expect(passwords.refuse('password', 'iloveyou')).rejects.toMatchObject(refusal('password'));
    expect(asked).toEqual([]);
  });
});
