import { EventEmitter, once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Config } from '../config/config.js';
import { WAITING_PER_CONNECTION } from '../database/database.js';
import type { Request, Response } from '../request/request.js';
import { Lifecycle } from './lifecycle.js';

interface Visited {
  path?: string;
  ip?: string;
  method?: string;
  headers?: Record<string, string>;
}

/** Each is from a network of its own. */
const fromEverywhere = (index: number): Visited => ({ ip: `10.0.${index >> 8}.${index & 255}` });

/** Just enough of a request to come in and to be answered. */
function visit(lifecycle: Lifecycle, { path = '/tasks', ip = '192.0.2.1', ...more }: Visited = {}) {
  const headers: Record<string, string> = {};
  const request = Object.assign(new EventEmitter(), { url: path, ip, method: 'GET', headers: {}, ...more }) as Request;
  const said: string[] = [];
  const response = Object.assign(new EventEmitter(), {
    statusCode: 200,
    setHeader: (name: string, value: string) => (headers[name] = value),
    end: (text: string) => said.push(text),
  });
  let isAdmitted = false;
  lifecycle.admit(request, response as unknown as Response, () => (isAdmitted = true));
  return {
    isAdmitted,
    headers,
    status: response.statusCode,
    body: said.join(''),
    request,
    answer: () => response.emit('close'),
  };
}

describe('an instance', () => {
  let lifecycle: Lifecycle;
  beforeEach(() => {
    // The clock stands still, so that a busy machine is not taken for slow answers.
    jest.spyOn(performance, 'now').mockReturnValue(0);
    lifecycle = new Lifecycle({ databasePoolMax: 10 } as Config);
    lifecycle.onApplicationBootstrap();
  });

  afterEach(() => jest.restoreAllMocks());

  it('serves from its bootstrap until it stops', async () => {
    expect(new Lifecycle({ databasePoolMax: 10 } as Config).isServing).toBe(false);
    expect(lifecycle.isServing).toBe(true);
    await lifecycle.stop(0);
    expect(lifecycle.isServing).toBe(false);
    lifecycle.onApplicationBootstrap();
    expect(lifecycle.isServing).toBe(false);
  });

  it('that stops waits for what is in flight', async () => {
    const [first, second] = [visit(lifecycle), visit(lifecycle)];
    let isOver = false;
    const stopped = lifecycle.stop(60_000).then((isIdle) => (isOver = isIdle));
    first.answer();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    second.answer();
    expect(await stopped).toBe(true);
  });

  it('that stops waits no longer than the grace', async () => {
    visit(lifecycle);
    const started = Date.now();
    expect(await lifecycle.stop(100)).toBe(false);
    expect(Date.now() - started).toBeGreaterThanOrEqual(95);
  });

  it('that stops sends newcomers away, but says that it lives', async () => {
    await lifecycle.stop(0);
    const late = visit(lifecycle);
    expect([late.isAdmitted, late.status]).toEqual([false, 503]);
    expect(late.body).toContain('"code":"shutting_down"');
    expect(late.headers).toMatchObject({ Connection: 'close', 'Retry-After': '1' });
    expect(visit(lifecycle, { path: '/health/live' }).isAdmitted).toBe(true);
  });

  it('SPEC-012.20: that is full sends newcomers away at once, but says that it lives', () => {
    const guests = Array.from({ length: 1_000 }, (_, index) => visit(lifecycle, fromEverywhere(index)));
    const late = visit(lifecycle);
    expect([late.isAdmitted, late.status, late.headers['Retry-After']]).toEqual([false, 503, '1']);
    expect(late.body).toContain('"code":"overloaded"');
    expect(visit(lifecycle, { path: '/health/live' }).isAdmitted).toBe(true);
    guests.slice(0, 2).forEach(({ answer }) => answer());
    expect(visit(lifecycle).isAdmitted).toBe(true);
  });

  it('SPEC-012.38: gives one network half of its room, and tells it why it gets no more', () => {
    const guests = Array.from({ length: 500 }, (_, index) =>
      visit(lifecycle, { ip: `2001:db8::${index.toString(16)}` }),
    );
    const late = visit(lifecycle, { ip: '2001:db8::ffff:1' });
    expect([late.isAdmitted, late.status, late.headers['Retry-After']]).toEqual([false, 503, '1']);
    expect(late.body).toContain('from your network');
    expect(visit(lifecycle, { ip: '2001:db8:0:1::1' }).isAdmitted).toBe(true);
    guests[0]?.answer();
    expect(visit(lifecycle, { ip: '2001:db8::ffff:1' }).isAdmitted).toBe(true);
  });

  it('SPEC-012.36: leaves room while many bodies are on their way', () => {
    const slow = { method: 'POST', headers: { 'content-length': '10' } };
    for (let index = 0; index < 900; index++) visit(lifecycle, { ...fromEverywhere(index), ...slow });
    const slots = Array.from({ length: 99 }, (_, index) => visit(lifecycle, fromEverywhere(1_000 + index)));
    expect(slots.every(({ isAdmitted }) => isAdmitted)).toBe(true);
  });

  it('SPEC-012.27: that is full does not read who asks again at once, until a rest is over', async () => {
    const few = new Lifecycle({ databasePoolMax: 2 / WAITING_PER_CONNECTION } as Config);
    few.onApplicationBootstrap();
    [1, 2].forEach((index) => visit(few, fromEverywhere(index)));
    const server = createServer(few.admit as unknown as RequestListener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answers: string[] = [];
    const [eager, other] = ['eager', 'other'].map((name) => client(server.address() as AddressInfo, name, answers));
    await eager!.ask();
    const again = eager!.ask();
    await other!.ask();
    await again;
    expect(answers).toEqual(['eager 503', 'other 503', 'eager 503']);
    server.closeAllConnections();
    server.close();
  });
});

/** One connection that says what it is answered. */
function client({ port }: AddressInfo, name: string, answers: string[]) {
  const socket = connect(port, '127.0.0.1');
  const ask = async (): Promise<void> => {
    socket.write('GET /tasks HTTP/1.1\r\nHost: here\r\n\r\n');
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    answers.push(`${name} ${bytes.toString().slice(9, 12)}`);
  };
  return { ask };
}
