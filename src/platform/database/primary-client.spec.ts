import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { PrimaryClient } from './primary-client.js';

/** A message of PostgreSQL's protocol: its letter, its length, what it says. */
function message(letter: string, ...parts: (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(letter), length, content]);
}

const READY = message('Z', 'I');
const WELCOME = Buffer.concat([message('R', Buffer.alloc(4)), READY]);
const COLUMN = Buffer.concat([Buffer.from('transaction_read_only\0'), Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 25])]);

function says(value: string): Buffer {
  const type = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0]);
  const row = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, value.length]), Buffer.from(value)]);
  return Buffer.concat([
    message('T', Buffer.from([0, 1]), COLUMN, type),
    message('D', row),
    message('C', 'SHOW\0'),
    READY,
  ]);
}

/** A server that welcomes everybody, and answers the question of each connection in turn. */
async function serverThat(...answers: ((socket: Socket) => void)[]): Promise<Server> {
  const server = createServer((socket) => {
    const answer = answers.shift();
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(WELCOME);
      socket.once('data', () => answer?.(socket));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

const isPrimary = (socket: Socket) => socket.write(says('off'));
const isStandby = (socket: Socket) => socket.write(says('on'));
const isLost = (socket: Socket) => socket.resetAndDestroy();

function clientOf(...servers: Server[]): PrimaryClient {
  const places = servers.map((server) => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }));
  return new PrimaryClient({ user: 'ann', password: 'secret', database: 'db', servers: places });
}

it('SPEC-048.2: a server that is lost while it is asked refuses the connection, and ends nothing', async () => {
  const server = await serverThat(isPrimary, isLost, isPrimary, isPrimary);
  await expect(clientOf(server).connect()).rejects.toThrow(/ECONNRESET|terminated/);
  const client = clientOf(server);
  await client.connect();
  await client.end();
  server.close();
});

it('SPEC-048.2: connections to the server before are cut when another one takes the writes', async () => {
  const one = await serverThat(isPrimary, isPrimary, isStandby, isStandby);
  const two = await serverThat(isPrimary, isPrimary);
  const before = clientOf(one, two);
  await before.connect();
  const cut = once(before, 'error');
  await expect(clientOf(one, two).connect()).rejects.toThrow('is a standby');
  const after = clientOf(one, two);
  await after.connect();
  expect(after.port).toBe((two.address() as AddressInfo).port);
  expect((await cut)[0]).toMatchObject({
    message: expect.stringContaining('another server takes the writes') as string,
  });
  await after.end();
  for (const server of [one, two]) server.close();
});
