import { DatabaseError, type Pool } from 'pg';
import { AppError } from '../../errors/app-error.js';
import { translate } from '../failures.js';
import { traced } from '../../tracing/tracing.js';
import { type Answer, ask, type Statement, workOf } from './statement.js';

/**
 * Statements in one write. More would cost less, but all of them wait where PostgreSQL's process does: with sixteen, the
 * slowest reads took longer while people signed in.
 */
const MOST = 4;

interface Asked {
  statement: Statement;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Look-ups of single rows by their key. Those that are asked for in one turn of the event loop travel together: for such
 * a statement, the journey costs more than its work, both here and in PostgreSQL. Each still sees its own moment, and
 * fails alone.
 *
 * @spec SPEC-012.69
 */
export class LookUps {
  private waiting: Asked[] = [];

  constructor(private readonly pool: Pool) {}

  ask(statement: Statement): Promise<Answer> {
    const wait = () =>
      new Promise<Answer>((resolve, reject) => {
        if (this.waiting.push({ statement, resolve, reject }) === 1) setImmediate(() => this.send());
      });
    return traced(() => workOf([statement]), wait);
  }

  private send(): void {
    const { waiting } = this;
    this.waiting = [];
    while (waiting.length > 0) void this.answer(waiting.splice(0, MOST));
  }

  private async answer(together: readonly Asked[]): Promise<void> {
    try {
      const answers = await ask(
        this.pool,
        together.map(({ statement }) => statement),
      );
      together.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      if (together.length > 1 && isOfOne(error)) together.forEach((asked) => void this.answer([asked]));
      else together.forEach(({ reject }) => reject(error));
    }
  }
}

/** And not of the way to PostgreSQL, which all of them would meet again. */
function isOfOne(error: unknown): boolean {
  return error instanceof DatabaseError || !(translate(error) instanceof AppError);
}
