import { errors } from '../../errors/errors.js';

/** So many permits. Whoever finds none waits in line for one, for a limited time. */
export class Semaphore {
  private readonly line: (() => void)[] = [];

  constructor(
    private permits: number,
    private readonly limitMs: number,
  ) {}

  get waiting(): number {
    return this.line.length;
  }

  /** @throws AppError `overloaded` where nobody released theirs in time */
  async acquire(): Promise<void> {
    if (this.permits > 0) this.permits--;
    else await this.wait();
  }

  release(): void {
    const next = this.line.shift();
    if (next) next();
    else this.permits++;
  }

  private wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(impatience);
        resolve();
      };
      const impatience = setTimeout(() => {
        this.line.splice(this.line.indexOf(begin), 1);
        reject(errors.overloaded());
      }, this.limitMs);
      this.line.push(begin);
    });
  }
}
