import { errors } from '../../errors/errors.js';

/** So many at a time. Whoever comes then waits in line, for a limited time. */
export class Turns {
  private readonly line: (() => void)[] = [];

  constructor(
    private free: number,
    private readonly limitMs: number,
  ) {}

  get waiting(): number {
    return this.line.length;
  }

  /** @throws AppError `overloaded` where nobody gave theirs back in time */
  async take(): Promise<void> {
    if (this.free > 0) this.free--;
    else await this.wait();
  }

  giveBack(): void {
    const next = this.line.shift();
    if (next) next();
    else this.free++;
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
