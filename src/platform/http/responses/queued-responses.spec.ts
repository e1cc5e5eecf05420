import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { closeWithConnection } from './queued-responses.js';

const MANY = 50;

let server: Server;
let client: Socket;
let responses: ServerResponse[];
let closings: number[];

/** So many requests on one connection, all of which the server has seen. */
async function pipeline(answer: (response: ServerResponse) => void): Promise<void> {
  responses = [];
  closings = [];
  server = createServer((_request, response) => {
    const nth = responses.push(response) - 1;
    closings[nth] = 0;
    response.on('close', () => closings[nth]!++);
    closeWithConnection(response);
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  client.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n'.repeat(MANY));
  while (responses.length < MANY) await new Promise(setImmediate);
}

const allClosed = async () => {
  while (!responses.every(({ closed }) => closed)) await new Promise(setImmediate);
  await new Promise(setImmediate);
};

afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

describe('Responses that wait behind another one', () => {
  it.each([
    ['is not made', () => undefined],
    ['is not read', (response: ServerResponse) => void response.end('x'.repeat(4 * 1024 * 1024))],
  ])('SPEC-012.37: close once with their connection, where the first one %s', async (_, answer) => {
    await pipeline(answer);
    client.destroy();
    await allClosed();
    expect(closings).toEqual(Array.from({ length: MANY }, () => 1));
    responses.at(-1)?.end('nobody is there');
  });

  it('SPEC-012.37: close once when they are read', async () => {
    await pipeline((response) => void response.end('read'));
    client.resume();
    await allClosed();
    client.destroy();
    await once(client, 'close');
    expect(closings).toEqual(Array.from({ length: MANY }, () => 1));
  });
});
