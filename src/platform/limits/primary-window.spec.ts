import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import { answerLimits, type LimitQuestion } from './limit-desk.js';
import { PrimaryWindow } from './primary-window.js';
import { SharedWindow } from './shared-window.js';
import { SlidingWindow } from './sliding-window.js';

const QUOTA = { limit: 3, windowMs: 60_000 };

/** A channel as between a worker and its primary: messages arrive later, and only while somebody is there. */
function channelTo(desk: ReturnType<typeof answerLimits>) {
  const line = { isCut: false, questions: 0 };
  const worker = new EventEmitter();
  const back = { isConnected: () => true, send: (message: unknown) => worker.emit('message', message) };
  const send = (message: LimitQuestion, done: (error: Error | null) => void) => {
    line.questions += 1;
    setImmediate(() => {
      if (!line.isCut) desk(back, structuredClone(message));
      done(null);
    });
  };
  return Object.assign(line, { channel: Object.assign(worker, { send }) });
}

const desk = () => answerLimits({ rateLimitRequests: QUOTA.limit, rateLimitWindowSeconds: QUOTA.windowMs / 1000 });

async function workerOf(line: ReturnType<typeof channelTo>): Promise<SharedWindow> {
  const window = new SharedWindow(new PrimaryWindow(line.channel, 50), new SlidingWindow(QUOTA), QUOTA.windowMs);
  return window.start();
}

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

describe('the window of several workers', () => {
  it('SPEC-012.24: lets the limit through and not one more, asked together', async () => {
    const shared = desk();
    const lines = [channelTo(shared), channelTo(shared)];
    const workers = await Promise.all(lines.map(workerOf));
    const verdicts = await Promise.all(Array.from({ length: 10 }, (_, n) => workers[n % 2]!.take('ann')));
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(3);
    expect(lines.map(({ questions }) => questions)).toEqual([1, 1]);
    expect(await workers[0]!.take('ben')).toMatchObject({ allowed: true, remaining: 2 });
  });

  it('is each worker’s own while the primary is silent, after a bounded wait', async () => {
    const line = channelTo(desk());
    const worker = await workerOf(line);
    expect((await worker.take('ann')).allowed).toBe(true);
    line.isCut = true;
    const began = performance.now();
    expect(await worker.take('ann')).toMatchObject({ allowed: true, remaining: 1 });
    expect(performance.now() - began).toBeLessThan(1_000);
    await worker.take('ann');
    expect((await worker.take('ann')).allowed).toBe(false);
    worker.close();
  });
});
