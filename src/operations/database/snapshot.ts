import type { Readable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { STEPS_TABLE } from '../../platform/database/schema/migration-steps.js';
import { awaitBootstrapLock, BOOTSTRAP_LOCK } from '../../platform/database/schema/bootstrap-lock.js';
import { directConnection, newClient } from '../../platform/database/session.js';
import { OperatorError } from '../operator-error.js';

export interface Table {
  name: string;
  columns: string[];
  /** On the disk: only for the bar. */
  bytes: number;
}

export interface SequenceState {
  name: string;
  value: string;
  isCalled: boolean;
}

export interface FileRow {
  id: string;
  key: string;
  size: number;
  sha256: string;
}

const TABLES = `
  SELECT c.relname AS name, pg_table_size(c.oid)::float8 AS bytes,
    ARRAY(
      SELECT a.attname::text FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum
    ) AS columns
  FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  ORDER BY c.relname`;

const SEQUENCES = `
  SELECT c.relname AS name FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'S' ORDER BY c.relname`;

const FILES = 'SELECT id::text, object_key AS key, size::float8, sha256 FROM files WHERE id > $1 ORDER BY id LIMIT 500';

const HALF_UPGRADED =
  'An upgrade of this database was begun and is not finished, and nothing could be restored from a copy of what is ' +
  'between two versions. Finish it first: npm run migrate, with the version that began it.';

/**
 * The whole database at one moment, however long it takes to read it. Whoever writes does not wait, and a migration
 * waits until it is closed.
 */
export class Snapshot {
  private constructor(
    private readonly client: pg.Client,
    /** Every migration that was applied, the oldest first. */
    readonly migrations: readonly string[],
    readonly tables: readonly Table[],
  ) {}

  /** @throws OperatorError where there is no database of fasttrack; SchemaBusy */
  static async open(url: string): Promise<Snapshot> {
    const client = newClient({ ...directConnection(url), application_name: 'fasttrack backup', keepAlive: true });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await Snapshot.take(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  /** The lock is held only until the tables are: a start, which takes it as well, must not wait for a backup. */
  private static async take(client: pg.Client): Promise<Snapshot> {
    await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    await awaitBootstrapLock(async (statement) => (await client.query<object>(statement)).rows, { mode: 'shared' });
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: tables } = await client.query<Table>(TABLES);
    if (!tables.some(({ name }) => name === 'migrations') || !tables.some(({ name }) => name === 'users'))
      throw new OperatorError('This database has no tables of fasttrack. Check DATABASE_URL.');
    if (tables.some(({ name }) => name === STEPS_TABLE)) throw new OperatorError(HALF_UPGRADED);
    await client.query(
      `LOCK TABLE ${tables.map(({ name }) => pg.escapeIdentifier(name)).join(', ')} IN ACCESS SHARE MODE`,
    );
    await client.query(`SELECT pg_advisory_unlock_shared(${BOOTSTRAP_LOCK})`);
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY timestamp, id');
    return new Snapshot(
      client,
      rows.map(({ name }) => name),
      tables,
    );
  }

  get bytes(): number {
    return this.tables.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get hasFiles(): boolean {
    return this.tables.some(({ name }) => name === 'files');
  }

  read({ name, columns }: Table): Readable {
    return this.client.query(copyTo(`COPY ${columnsOf(name, columns)} TO STDOUT`));
  }

  /** They belong to no transaction: read after the rows, they are never behind them. */
  async sequences(): Promise<SequenceState[]> {
    const { rows } = await this.client.query<{ name: string }>(SEQUENCES);
    const states: SequenceState[] = [];
    for (const { name } of rows) {
      const sql = `SELECT last_value::text AS value, is_called AS "isCalled" FROM ${pg.escapeIdentifier(name)}`;
      const found = await this.client.query<Omit<SequenceState, 'name'>>(sql);
      states.push(...found.rows.map((state) => ({ name, ...state })));
    }
    return states;
  }

  async *files(): AsyncGenerator<FileRow> {
    for (let last: string | undefined = '0'; last !== undefined;) {
      const { rows }: pg.QueryResult<FileRow> = await this.client.query<FileRow>(FILES, [last]);
      yield* rows;
      last = rows.at(-1)?.id;
    }
  }

  async sizeOfFiles(): Promise<number> {
    const { rows } = await this.client.query<{ bytes: number }>(
      'SELECT coalesce(sum(size), 0)::float8 AS bytes FROM files',
    );
    return rows[0]?.bytes ?? 0;
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

export function columnsOf(table: string, columns: readonly string[]): string {
  return `${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
}
