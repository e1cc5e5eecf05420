import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Logger, type LoggerService } from '@nestjs/common';
import { hasRedisServer, RedisServer } from '../../../test/platform/redis-server.js';
import { until } from '../../../test/support/until.js';
import { RedisWindow } from './redis-window.js';
import { SharedWindow } from './shared-window.js';
import { SlidingWindow } from './sliding-window.js';
import type { Quota } from './verdict.js';

const said: string[] = [];
const open: SharedWindow[] = [];

beforeAll(() => {
  const hear = (message: string) => void said.push(message);
  Logger.overrideLogger({ log: hear, warn: hear, error: hear } satisfies LoggerService);
});
beforeEach(() => said.splice(0));
afterEach(() => {
  for (const window of open.splice(0)) window.close();
});
afterAll(() => Logger.overrideLogger(true));

/** On a busy machine Redis may be late without being away. */
const PATIENT_MS = 60_000;

async function shared(url: string, quota: Quota, timeoutMs = PATIENT_MS): Promise<SharedWindow> {
  const distant = await RedisWindow.at(url, quota, timeoutMs);
  const window = new SharedWindow(distant, new SlidingWindow(quota), quota.windowMs);
  open.push(window);
  return window.start();
}

async function allowed(window: SharedWindow, key: string, attempts: number): Promise<number> {
  const verdicts = await Promise.all(Array.from({ length: attempts }, () => window.take(key)));
  return verdicts.filter((verdict) => verdict.allowed).length;
}

/**
 * So many requests, one after the other. Each of them could wait for the distant window for a second: what takes less
 * than a tenth of that in all has not, however busy the machine is.
 */
async function passWithoutWaiting(window: SharedWindow): Promise<void> {
  const began = performance.now();
  for (let n = 0; n < 100; n++) await window.take('ada');
  expect(performance.now() - began).toBeLessThan(10_000);
}

describe('a limit whose Redis is not there', () => {
  it('SPEC-009.11: holds for this instance, and says so once', async () => {
    const window = await shared('redis://127.0.0.1:1', { limit: 3, windowMs: 60_000 });
    expect(await allowed(window, 'ada', 10)).toBe(3);
    expect(await allowed(window, 'ada', 10)).toBe(0);

    expect(said).toEqual([
      expect.stringMatching(/^Redis does not answer \(.*ECONNREFUSED.*\): limits hold per instance/),
    ]);
  });

  it('never holds up a request, nor the start for long, where Redis takes the call and says nothing', async () => {
    const callers = new Set<Socket>();
    const mute: Server = createServer((socket) => callers.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const url = `redis://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const window = await shared(url, { limit: 3, windowMs: 60_000 }, 1_000);
    await passWithoutWaiting(window);
    expect(said).toHaveLength(1);

    for (const socket of callers) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  });
});

if (!hasRedisServer)
  it('is not tried with a Redis that comes and goes: this machine has no redis-server', () => {
    expect(hasRedisServer).toBe(false);
  });
else
  describe('a limit whose Redis comes and goes', () => {
    let server: RedisServer;

    beforeEach(async () => {
      server = await new RedisServer().start();
    });
    afterEach(async () => {
      for (const window of open.splice(0)) window.close();
      await server.remove();
    });

    async function returns(window: SharedWindow): Promise<void> {
      let others = 0;
      await until(async () => {
        await window.take(`somebody ${others++}`);
        return said.at(-1)?.includes('again') ?? false;
      });
    }

    it('SPEC-009.11: is one limit for all instances while it is there', async () => {
      const [one, two] = await Promise.all([1, 2].map(() => shared(server.url, { limit: 10, windowMs: 60_000 })));
      expect(await allowed(one!, 'ada', 6)).toBe(6);
      expect(await allowed(two!, 'ada', 6)).toBe(4);

      expect(said).toEqual([]);
    });

    it('never exceeds the limit by one instance when Redis dies, nor when it comes back with nothing', async () => {
      const window = await shared(server.url, { limit: 10, windowMs: 60_000 });
      expect(await allowed(window, 'ada', 6)).toBe(6);
      await server.kill();
      expect(await allowed(window, 'ada', 6)).toBe(4);
      expect(await allowed(window, 'bob', 6)).toBe(6);
      await server.start();
      await returns(window);

      expect(await allowed(window, 'ada', 5)).toBe(0);
      expect(await server.ask('EXISTS', 'fasttrack:limit:ada')).toBe(0);
      expect(await allowed(window, 'bob', 30)).toBe(4);
      expect(await allowed(window, 'cy', 30)).toBe(10);
      expect(said).toEqual([expect.stringContaining('does not answer'), expect.stringContaining('answers again')]);
    });

    it('asks a Redis that answers with errors once in a while, and not for every request', async () => {
      const window = await shared(server.url, { limit: 1000, windowMs: 60_000 });
      await server.ask('CONFIG', 'SET', 'maxmemory', '1');
      const before = await server.calls('evalsha');
      for (let n = 0; n < 200; n += 1) expect((await window.take('ada')).allowed).toBe(true);
      expect((await server.calls('evalsha')) - before).toBeLessThanOrEqual(2);
      expect(said).toEqual([expect.stringContaining('OOM')]);

      await server.ask('CONFIG', 'SET', 'maxmemory', '0');
      await returns(window);
      expect(said.at(-1)).toContain('answers again');
    });

    it('dials anew where the line is dead and nobody hangs up', async () => {
      const lines: Socket[][] = [];
      const exchange = createServer((socket) => {
        const line = [socket, connect(server.url)];
        lines.push(line);
        for (const [end, other] of [line, line.toReversed()]) end!.on('error', () => undefined).pipe(other!);
      });
      await new Promise<void>((resolve) => exchange.listen(0, '127.0.0.1', resolve));
      const url = `redis://127.0.0.1:${(exchange.address() as AddressInfo).port}`;
      const window = await shared(url, { limit: 10, windowMs: 60_000 }, 1_000);
      await window.take('ada');
      for (const socket of lines.flat()) socket.unpipe().pause();
      await window.take('ada');
      await returns(window);

      expect(said).toEqual([expect.stringContaining('timed out'), expect.stringContaining('answers again')]);
      expect(lines.length).toBeGreaterThan(1);
      for (const socket of lines.flat()) socket.destroy();
      await new Promise((resolve) => exchange.close(resolve));
    });

    it('shares again after its return', async () => {
      const [one, two] = await Promise.all([1, 2].map(() => shared(server.url, { limit: 10, windowMs: 60_000 })));
      await server.kill();
      expect(await allowed(one!, 'ada', 20)).toBe(10);
      expect(await allowed(two!, 'ada', 20)).toBe(10);
      await server.start();
      await until(() => said.length === 4);

      expect(await allowed(one!, 'bob', 6)).toBe(6);
      expect(await allowed(two!, 'bob', 6)).toBe(4);
    });

    it('holds up those who ask together when Redis stands still, once and not for long, and the next ones not at all', async () => {
      const window = await shared(server.url, { limit: 1000, windowMs: 60_000 }, 1_000);
      await window.take('ada');
      server.pause();
      await allowed(window, 'ada', 300);
      await passWithoutWaiting(window);
      server.resume();
      await returns(window);

      expect(said).toEqual([expect.stringContaining('timed out'), expect.stringContaining('answers again')]);
    });
  });
