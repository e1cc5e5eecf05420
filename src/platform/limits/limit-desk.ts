import type { Worker } from 'node:cluster';
import type { Config } from '../config/config.js';
import { SlidingWindow } from './sliding-window.js';
import type { Verdict } from './verdict.js';

/** What a worker asks the primary: one attempt of each of these keys, in this order. */
export interface LimitQuestion {
  limitQuestion: number;
  keys: string[];
}

export interface LimitAnswer {
  limitAnswer: number;
  verdicts: Verdict[];
}

type Quotas = Pick<Config, 'rateLimitRequests' | 'rateLimitWindowSeconds'>;

/**
 * The primary's side of `PrimaryWindow`: one window in memory, for all workers.
 *
 * @spec SPEC-012.24
 */
export function answerLimits({ rateLimitRequests: limit, rateLimitWindowSeconds }: Quotas) {
  const window = new SlidingWindow({ limit, windowMs: rateLimitWindowSeconds * 1000 });
  return (worker: Pick<Worker, 'isConnected' | 'send'>, message: unknown): void => {
    if (!isQuestion(message)) return;
    const verdicts = message.keys.map((key) => window.take(key));
    const answer: LimitAnswer = { limitAnswer: message.limitQuestion, verdicts };
    // Whoever died while asking needs no answer.
    if (worker.isConnected()) worker.send(answer, () => undefined);
  };
}

function isQuestion(message: unknown): message is LimitQuestion {
  return typeof message === 'object' && message !== null && 'limitQuestion' in message;
}
