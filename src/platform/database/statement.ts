import pg, { type Connection, type Pool, type PoolClient, type Submittable } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

/** A statement to run. Without a name PostgreSQL plans it anew each time. */
export interface Statement {
  readonly name?: string | undefined;
  readonly text: string;
  /** As they are written, see `asParameter`. */
  readonly values?: readonly unknown[] | undefined;
}

/** What a statement answered: its rows as arrays, and how many it read or touched. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: unknown[][];
  readonly count: number;
}

/** How the rows of a statement are read. It never changes: PostgreSQL refuses a plan whose columns would be others. */
interface Shape {
  readonly columns: readonly string[];
  readonly parsers: readonly Parser[];
}

type Parser = ((raw: string) => unknown) | undefined;

/** The statements that a connection has prepared; undefined where a failure left open whether it has. */
type Prepared = Map<string, Shape | undefined>;

/** What node-postgres lets its queries write: the messages of the extended query protocol (PostgreSQL, chapter 54). */
interface Wire {
  stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: readonly unknown[] }): void;
  describe(message: { type: 'P' }): void;
  close(message: { type: 'S'; name: string }): void;
  execute(message?: never): void;
  sync(): void;
}

interface RowDescription {
  readonly fields: readonly { name: string; dataTypeID: number }[];
}

type Callback = (error: Error | null, answer?: Answer) => void;

const NO_COLUMNS: Shape = { columns: [], parsers: [] };
const preparedBy = new WeakMap<Wire, Prepared>();
const asText = pg.types.getTypeParser(pg.types.builtins.TEXT);

/**
 * Statements that travel together, in one write, and are answered together; the answer is that of the last. If one
 * fails, PostgreSQL skips the rest. It does what node-postgres' own Query does, but for two things: a connection that
 * has prepared a statement is not asked again what its rows look like, and nothing is built for rows as objects.
 */
class Batch implements Submittable {
  /** Set by node-postgres, which also puts its time limit around it. */
  callback?: Callback;
  /** What tracing shows. */
  readonly text: string;
  private prepared: Prepared = new Map();
  /** Which of the statements is being answered. */
  private at = 0;
  private shape: Shape | undefined;
  private rows: unknown[][] = [];
  private count = 0;
  private failure: Error | undefined;

  constructor(private readonly statements: readonly Statement[]) {
    this.text = statements.at(-1)?.text ?? '';
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    this.prepared = preparedOn(wire);
    wire.stream.cork();
    const parsed = new Set<string>();
    for (const statement of this.statements) this.write(wire, statement, parsed);
    wire.sync();
    wire.stream.uncork();
    this.shape = this.knownShape();
  }

  handleRowDescription({ fields }: RowDescription): void {
    this.shape = shapeOf(fields);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (this.failure || this.at < this.statements.length - 1) return;
    try {
      this.rows.push(read(fields, this.shape ?? NO_COLUMNS));
    } catch (error) {
      this.failure = error as Error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.remember(this.shape ?? NO_COLUMNS);
    this.count = Number(text.slice(text.lastIndexOf(' ') + 1)) || 0;
    this.at++;
    if (this.at < this.statements.length) this.shape = this.knownShape();
  }

  /** A statement without a command. */
  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handleReadyForQuery(): void {
    if (this.failure) this.callback?.(this.failure);
    else this.callback?.(null, { columns: this.shape?.columns ?? [], rows: this.rows, count: this.count });
  }

  handleError(error: Error): void {
    if (!this.knownShape() || isUnprepared(error)) this.remember(undefined);
    this.callback?.(error);
  }

  private write(wire: Wire, { name = '', text, values = [] }: Statement, parsed: Set<string>): void {
    const isPrepared = name !== '' && (parsed.has(name) || this.prepared.get(name) !== undefined);
    if (!isPrepared) {
      if (this.prepared.has(name)) wire.close({ type: 'S', name });
      wire.parse({ name, text });
      parsed.add(name);
    }
    wire.bind({ statement: name, values });
    if (!isPrepared) wire.describe({ type: 'P' });
    wire.execute();
  }

  private knownShape(): Shape | undefined {
    return this.prepared.get(this.statements[this.at]?.name ?? '');
  }

  private remember(shape: Shape | undefined): void {
    const name = this.statements[this.at]?.name;
    if (name !== undefined) this.prepared.set(name, shape);
  }
}

/** The plan is out of date, or gone: `feature_not_supported`, `invalid_sql_statement_name`. */
function isUnprepared(error: Error & { code?: string }): boolean {
  return error.code === '0A000' || error.code === '26000';
}

/** A value as node-postgres writes it: a text, bytes or null. */
export function asParameter(value: unknown): unknown {
  return prepareValue(value);
}

/** Runs statements on a connection in one write, one after the other; the answer is that of the last. */
export function askTogether(on: Pool | PoolClient, statements: readonly Statement[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle: Callback = (error, answer) => (answer ? resolve(answer) : reject(error as Error));
    (on.query as (batch: Batch, values: undefined, settle: Callback) => void).call(
      on,
      new Batch(statements),
      undefined,
      settle,
    );
  });
}

function preparedOn(wire: Wire): Prepared {
  let prepared = preparedBy.get(wire);
  if (!prepared) preparedBy.set(wire, (prepared = new Map()));
  return prepared;
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
