import { EventEmitter } from 'node:events';
import { AppError } from '../errors/app-error.js';
import type { Request, Response } from '../http/request.js';
import { Lifecycle } from './lifecycle.js';

/** Just enough of a request to come in and to be answered. */
function visit(lifecycle: Lifecycle, path = '/tasks') {
  const headers: Record<string, string> = {};
  const setHeader = (name: string, value: string) => (headers[name] = value);
  const response = Object.assign(new EventEmitter(), { setHeader });
  let outcome: unknown = 'none';
  lifecycle.admit({ path } as Request, response as unknown as Response, (error) => (outcome = error ?? 'admitted'));
  return { outcome, headers, answer: () => response.emit('close') };
}

describe('an instance', () => {
  let lifecycle: Lifecycle;
  beforeEach(() => {
    lifecycle = new Lifecycle();
    lifecycle.onApplicationBootstrap();
  });

  it('serves from its bootstrap until it stops', async () => {
    expect(new Lifecycle().isServing).toBe(false);
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
    expect(late.outcome).toBeInstanceOf(AppError);
    expect(late.outcome).toMatchObject({ code: 'shutting_down', retryAfterSeconds: 1 });
    expect(late.headers).toEqual({ Connection: 'close' });
    expect(visit(lifecycle, '/health/live').outcome).toBe('admitted');
  });
});
