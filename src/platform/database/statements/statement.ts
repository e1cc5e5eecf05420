import pg, { type Connection, type Pool, type PoolClient, type Submittable } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { serialize } from 'pg-protocol';
import { traced, type Work } from '../../tracing/tracing.js';
import { Line, type Question, type Shape } from './line.js';

/** A statement to run. Without a name PostgreSQL plans it anew each time. */
export interface Statement {
  readonly name?: string | undefined;
  readonly text: string;
  /** As they are written, see `asParameter`. */
  readonly values?: Parameter[] | undefined;
}

type Parameter = string | Buffer | null;

/** What a statement answered: its rows as arrays, and how many it read or touched. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: unknown[][];
  readonly count: number;
}

interface RowDescription {
  readonly fields: readonly { name: string; dataTypeID: number }[];
}

type Parser = Shape['parsers'][number];
type Callback = (...outcome: [Error] | [null, Answer[]]) => void;

const NO_COLUMNS: Shape = { columns: [], parsers: [] };
/** Of what has not been sent. */
const NOWHERE = new Line();
const asText = pg.types.getTypeParser(pg.types.builtins.TEXT) as Parser;

/**
 * Statements that travel together, in one write, and are answered together. If one fails, PostgreSQL skips the rest. It
 * does what node-postgres' own Query does, but for two things: a connection that has prepared a statement is not asked
 * again what its rows look like, and nothing is built for rows as objects.
 */
class Batch implements Submittable, Question {
  /** Set by node-postgres. */
  callback?: Callback;
  /** What node-postgres, and whoever looks on there, reads of a query. */
  readonly text: string;
  private line = NOWHERE;
  /** What this one prepares. */
  private readonly parsed = new Set<string>();
  /** Of the statements before the one that is being answered. */
  private readonly answers: Answer[] = [];
  private shape: Shape | undefined;
  private rows: unknown[][] = [];
  private failure: Error | undefined;

  constructor(private readonly statements: readonly Statement[]) {
    this.text = statements.at(-1)?.text ?? '';
  }

  submit(connection: Connection): void {
    this.line = Line.of(connection);
    this.line.ask(this);
    const messages = this.statements.flatMap((statement) => this.messagesOf(statement));
    connection.stream.write(Buffer.concat([...messages, serialize.sync()]));
    this.shape = this.knownShape();
  }

  handleRowDescription({ fields }: RowDescription): void {
    this.shape = shapeOf(fields);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (this.failure) return;
    try {
      this.rows.push(read(fields, this.shape ?? NO_COLUMNS));
    } catch (error) {
      this.failure = error as Error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const shape = this.shape ?? NO_COLUMNS;
    this.remember(shape);
    const count = Number(text.slice(text.lastIndexOf(' ') + 1)) || 0;
    this.answers.push({ columns: shape.columns, rows: this.rows, count });
    this.rows = [];
    this.shape = this.knownShape();
  }

  /** A statement without a command. */
  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handleReadyForQuery(): void {
    this.line.answered();
    if (this.failure) this.callback?.(this.failure);
    else this.callback?.(null, this.answers);
  }

  handleError(error: Error): void {
    this.line.answered();
    if (!this.knownShape() || isUnprepared(error)) this.remember(undefined);
    this.callback?.(error);
  }

  giveUp(error: Error): void {
    this.callback?.(error);
    delete this.callback;
  }

  private messagesOf({ name = '', text, values = [] }: Statement): Buffer[] {
    const run = [serialize.bind({ statement: name, values }), serialize.execute()];
    if (name !== '' && (this.parsed.has(name) || this.line.prepared.get(name))) return run;
    const doubtful = this.line.prepared.has(name) ? [serialize.close({ type: 'S', name })] : [];
    this.parsed.add(name);
    run.splice(1, 0, serialize.describe({ type: 'P' }));
    return [...doubtful, serialize.parse({ name, text }), ...run];
  }

  /** The statement that is being answered. */
  private get asked(): Statement | undefined {
    return this.statements[this.answers.length];
  }

  private knownShape(): Shape | undefined {
    return this.line.prepared.get(this.asked?.name ?? '');
  }

  private remember(shape: Shape | undefined): void {
    const name = this.asked?.name;
    if (name !== undefined) this.line.prepared.set(name, shape);
  }
}

/** The plan is out of date, or gone: `feature_not_supported`, `invalid_sql_statement_name`. */
function isUnprepared(error: Error & { code?: string }): boolean {
  return error.code === '0A000' || error.code === '26000';
}

/** A value as node-postgres writes it: a text, bytes or null. */
export function asParameter(value: unknown): Parameter {
  return prepareValue(value);
}

/** Runs statements on a connection in one write, one after the other. */
export function askTogether(on: Pool | PoolClient, statements: readonly Statement[]): Promise<Answer[]> {
  return traced(
    () => workOf(statements),
    () => ask(on, statements),
  );
}

/** Their text as it is written in the program, and no values: these travel beside it. */
export function workOf(statements: readonly Statement[]): Work {
  const texts = statements.map(({ text }) => text.replaceAll(/\s+/g, ' ').trim());
  const verbs = texts.map((text) => /^[a-z]+/i.exec(text)?.[0].toUpperCase() ?? 'SQL');
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': texts.join(';\n') };
  return { name: verbs.join(' + '), kind: 'client', attributes };
}

/** The answers to all of them. */
export function ask(on: Pool | PoolClient, statements: readonly Statement[]): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const settle: Callback = (...[error, answers]) => (error ? reject(error) : resolve(answers));
    (on.query as (batch: Batch, values: undefined, settle: Callback) => void).call(
      on,
      new Batch(statements),
      undefined,
      settle,
    );
  });
}

function shapeOf(fields: RowDescription['fields']): Shape {
  return { columns: fields.map(({ name }) => name), parsers: fields.map(({ dataTypeID }) => parserOf(dataTypeID)) };
}

/** Undefined for what stays a text. */
function parserOf(type: number): Parser {
  const parser = pg.types.getTypeParser(type, 'text') as Parser;
  return parser === asText ? undefined : parser;
}

function read(row: (string | null)[], { parsers }: Shape): unknown[] {
  const values: unknown[] = row;
  for (let i = 0; i < row.length; i++) {
    const raw = row[i];
    const parse = parsers[i];
    if (parse !== undefined && raw !== null && raw !== undefined) values[i] = parse(raw);
  }
  return values;
}
