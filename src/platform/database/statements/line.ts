import type { Connection } from 'pg';

/** In milliseconds: PostgreSQL ends each statement a second before, unless it or the way to it is gone. */
const ANSWER_LIMIT_MS = 11_000;
const LOOK_MS = 500;

/** How the rows of a statement are read. It never changes: PostgreSQL refuses a plan whose columns would be others. */
export interface Shape {
  readonly columns: readonly string[];
  readonly parsers: readonly (((raw: string) => unknown) | undefined)[];
}

/** Somebody who waits for an answer. */
export interface Question {
  giveUp: (error: Error) => void;
}

/**
 * What is known of a connection: the statements that it has prepared (undefined where a failure left open whether it has),
 * and the answer that it owes. One timer looks after all connections. With node-postgres' `query_timeout` each query has
 * its own, and V8 then keeps what the query answered until the next full collection, which cost a page of tasks a fifth.
 */
export class Line {
  private static readonly all = new Map<Connection, Line>();
  private static timer: NodeJS.Timeout | undefined;

  readonly prepared = new Map<string, Shape | undefined>();
  private question: Question | undefined;
  private since = 0;

  static of(connection: Connection): Line {
    const known = Line.all.get(connection);
    if (known) return known;
    const line = new Line();
    Line.all.set(connection, line);
    connection.once('end', () => Line.forget(connection));
    Line.timer ??= setInterval(() => Line.look(), LOOK_MS).unref();
    return line;
  }

  ask(question: Question): void {
    this.question = question;
    this.since = performance.now();
  }

  answered(): void {
    this.question = undefined;
  }

  private static forget(connection: Connection): void {
    Line.all.delete(connection);
    if (Line.all.size > 0) return;
    clearInterval(Line.timer);
    Line.timer = undefined;
  }

  private static look(): void {
    const latest = performance.now() - ANSWER_LIMIT_MS;
    for (const line of Line.all.values()) if (line.since < latest) line.giveUp();
  }

  /** Whoever hears of it does not use the connection again: a late answer may arrive on it. */
  private giveUp(): void {
    const { question } = this;
    this.question = undefined;
    question?.giveUp(noAnswer());
  }
}

/** The same limit for what goes another way. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(noAnswer()), ANSWER_LIMIT_MS)));
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** As node-postgres says it. */
function noAnswer(): Error {
  return new Error('Query read timeout');
}
