import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { cutIfUnread, whenAnswered } from './unread-answers.js';

const PATIENCE_MS = 300;
/** Where an answer must not be cut: a busy machine may let a reader wait that long. */
const LONG_PATIENCE_MS = 3_000;
/** More than the operating system keeps for a connection. */
const MIB = 1024 * 1024;
const LARGE = 'x'.repeat(16 * MIB);

let server: Server;
let answers: ServerResponse[];
const clients: Socket[] = [];

async function serve(answer: string, patienceMs = PATIENCE_MS): Promise<void> {
  answers = [];
  server = createServer((_request, response) => {
    answers.push(response);
    whenAnswered(response, () => cutIfUnread(response, patienceMs));
    response.end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function ask(times = 1): Promise<Socket> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  clients.push(client);
  client.on('error', () => undefined);
  client.pause();
  client.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n'.repeat(times));
  await once(server, 'request');
  return client;
}

/** All that the client gets, once it reads on. */
async function received(client: Socket): Promise<number> {
  if (!client.closed) await once(client.resume(), 'close');
  return client.bytesRead;
}

/** Reads until it has so many bytes, and rests. */
async function drink(client: Socket, bytes: number): Promise<void> {
  client.resume();
  while (client.bytesRead < bytes && !client.closed) await new Promise(setImmediate);
  client.pause();
  await new Promise((resolve) => setTimeout(resolve, LONG_PATIENCE_MS / 5));
}

const closed = (response: ServerResponse | undefined) => response?.closed || once(response as ServerResponse, 'close');

afterEach(() => {
  clients.splice(0).forEach((client) => client.destroy());
  server.closeAllConnections();
  server.close();
});

describe('An answer', () => {
  it('SPEC-012.37: that nobody reads is cut, and so are those that wait behind it', async () => {
    await serve(LARGE);
    const client = await ask(3);
    await closed(answers[0]);
    expect(await received(client)).toBeLessThan(LARGE.length);
  });

  it('SPEC-012.37: that nobody reads is cut, whatever else the client sends', async () => {
    await serve(LARGE);
    const client = await ask();
    const talking = setInterval(() => client.writable && client.write('GET / HTTP/1.1\r\nHost: here\r\n'), 20);
    await closed(answers[0]);
    clearInterval(talking);
    expect(await received(client)).toBeLessThan(LARGE.length);
  });

  it('SPEC-012.37: that is read slowly is finished', async () => {
    await serve(LARGE, LONG_PATIENCE_MS);
    const client = await ask();
    const started = performance.now();
    for (let sip = 1; sip <= 7; sip++) await drink(client, sip * 2 * MIB);
    expect(performance.now() - started).toBeGreaterThan(LONG_PATIENCE_MS);
    client.end();
    expect(await received(client)).toBeGreaterThan(LARGE.length);
  });

  it('SPEC-012.37: that is read leaves its connection to the next, however long that takes to come', async () => {
    await serve('small');
    const client = await ask();
    client.resume();
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS * 3));
    client.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
    await once(server, 'request');
    await closed(answers[1]);
    client.end();
    expect(await received(client)).toBeGreaterThan(2 * 'small'.length);
    expect(answers[0]?.req.socket).toBe(answers[1]?.req.socket);
  });
});
