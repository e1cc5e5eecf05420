import type { LimitAnswer, LimitQuestion } from './limit-desk.js';
import type { Limiter, Verdict } from './verdict.js';

/** One question to the primary may take so long, in milliseconds; whoever asks is a request that waits. */
const PATIENCE_MS = 1_000;

interface Attempt {
  key: string;
  resolve: (verdict: Verdict) => void;
  reject: (error: Error) => void;
}

interface Asked {
  attempts: Attempt[];
  patience: NodeJS.Timeout;
}

/** The channel to the primary: `process`, in a worker. */
export interface Channel {
  send?: (message: LimitQuestion, done: (error: Error | null) => void) => unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

/** The exact sliding window that the workers of one program share: the primary counts, and they ask it. */
export class PrimaryWindow implements Limiter {
  readonly name = 'The primary process';
  private readonly asked = new Map<number, Asked>();
  private attempts: Attempt[] = [];
  private questions = 0;

  constructor(
    private readonly primary: Channel,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  open(): Promise<void> {
    this.primary.on('message', this.hear);
    return Promise.resolve();
  }

  /** @throws where the primary is silent for a second; then the attempt may have counted. */
  take(key: string): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.attempts.push({ key, resolve, reject });
      // What comes in together is asked together: a message costs more than what is in it.
      if (this.attempts.length === 1) setImmediate(() => this.ask());
    });
  }

  close(): void {
    this.primary.off('message', this.hear);
  }

  private ask(): void {
    const attempts = this.attempts;
    this.attempts = [];
    const id = ++this.questions;
    const patience = setTimeout(() => this.fail(id, new Error('silent for too long')), this.patienceMs).unref();
    this.asked.set(id, { attempts, patience });
    const question = { limitQuestion: id, keys: attempts.map(({ key }) => key) };
    try {
      this.primary.send?.(question, (error) => error && this.fail(id, error));
    } catch (error) {
      this.fail(id, error as Error);
    }
  }

  private readonly hear = (message: unknown): void => {
    if (!isAnswer(message)) return;
    const { limitAnswer, verdicts } = message;
    this.taken(limitAnswer).forEach(({ resolve }, index) => resolve(verdicts[index]!));
  };

  private fail(id: number, error: Error): void {
    for (const { reject } of this.taken(id)) reject(error);
  }

  /** Nothing, where it was answered or given up before. */
  private taken(id: number): Attempt[] {
    const question = this.asked.get(id);
    clearTimeout(question?.patience);
    this.asked.delete(id);
    return question?.attempts ?? [];
  }
}

function isAnswer(message: unknown): message is LimitAnswer {
  return typeof message === 'object' && message !== null && 'limitAnswer' in message;
}
