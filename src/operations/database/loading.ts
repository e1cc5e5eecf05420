import type { Writable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { columnsOf, type SequenceState } from './snapshot.js';

const KEYS = `
  SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
  FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`;

const TABLES = `
  SELECT oid::regclass::text AS name FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY relname`;

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/**
 * Fills the tables of a schema that has just been made. Meanwhile there are no foreign keys, for rows point at each
 * other in circles, and no triggers, for what they wrote is among the rows. What a migration has put there goes first.
 */
export class Loading {
  private constructor(
    private readonly client: pg.ClientBase,
    private readonly tables: readonly string[],
    private readonly keys: readonly ForeignKey[],
  ) {}

  static async begin(client: pg.ClientBase): Promise<Loading> {
    const { rows: keys } = await client.query<ForeignKey>(KEYS);
    const tables = (await client.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
    for (const { table, name } of keys) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
    for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await client.query(`TRUNCATE ${tables.join(', ')}`);
    return new Loading(client, tables, keys);
  }

  /** Rows go in as COPY has written them. */
  into(table: string, columns: readonly string[]): Writable {
    return this.client.query(copyFrom(`COPY ${columnsOf(table, columns)} FROM STDIN`));
  }

  async setSequences(states: readonly SequenceState[]): Promise<void> {
    for (const { name, value, isCalled } of states)
      await this.client.query('SELECT setval(quote_ident($1)::regclass, $2, $3)', [name, value, isCalled]);
  }

  /** Every foreign key is checked against every row. */
  async end(): Promise<void> {
    for (const { table, name, definition } of this.keys)
      await this.client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
    for (const table of this.tables) await this.client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }
}
