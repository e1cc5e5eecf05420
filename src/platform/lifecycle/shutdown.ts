import type { Log } from '../logging/log.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Beyond the grace of the requests: for what closes after them. A database that hangs must not hold up the end. */
const CLOSING_MS = 1_500;
/** Ctrl-C under `npm start` arrives twice, from the terminal and from npm: what follows so soon is no second wish. */
const ECHO_MS = 1_000;

type Task = () => Promise<void>;

/**
 * Shuts the program down. At a signal, or when the start fails, resources are closed in reverse order of opening. A
 * second signal, an uncaught error, and a timeout end the program at once.
 */
export class Shutdown {
  private readonly tasks: Task[] = [];
  /** True after a signal: errors from then on are caused by the shutdown. */
  hasBegun = false;
  private begunAt = 0;

  constructor(
    private readonly log: Log,
    private readonly graceMs: number,
  ) {}

  listen(): void {
    for (const signal of SIGNALS) process.on(signal, () => void this.onSignal(signal));
    process.on('uncaughtException', (error) => this.crash('An error that nobody caught', error));
    process.on('unhandledRejection', (reason) => this.crash('A rejection that nobody handled', reason));
    process.stdout.on('error', () => undefined);
  }

  /** Registers something to close at the end, before everything that was opened earlier. */
  closes(task: Task): void {
    this.tasks.unshift(task);
  }

  /** @returns whether everything closed without an error */
  async close(): Promise<boolean> {
    let isClean = true;
    for (const task of this.tasks.splice(0))
      await task().catch((error: unknown) => {
        isClean = false;
        this.log.error('Something did not close', error);
      });
    return isClean;
  }

  private async onSignal(signal: string): Promise<void> {
    if (this.hasBegun && performance.now() - this.begunAt < ECHO_MS) return;
    if (this.hasBegun) return this.exit(1, `${signal} again: shutdown at once.`);
    this.log.info(`${signal}: finishing what is in flight, then shutdown.`);
    this.exit((await this.end()) ? 0 : 1, 'Ended.');
  }

  private end(): Promise<boolean> {
    this.hasBegun = true;
    this.begunAt = performance.now();
    setTimeout(() => this.exit(1, 'Closing took too long.'), this.graceMs + CLOSING_MS).unref();
    return this.close();
  }

  private crash(what: string, error: unknown): void {
    this.log.fatal(what, error);
    this.exit(1);
  }

  private exit(code: number, word?: string): never {
    if (word) this.log.info(word);
    this.log.flush();
    process.exit(code);
  }
}
