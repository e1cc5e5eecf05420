import type { DataSourceOptions } from 'typeorm';
import pg from 'pg';
import { AmbientDataSource } from './transactions/ambient-data-source.js';
import { SnakeNaming } from './schema/naming.js';
import { directConnection, pooledConnection } from './session.js';
import { parseTimestamp } from './timestamp.js';

/** Ids are bigints below 2^53: numbers everywhere, never strings. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** The same for an array of ids, which has no name among the builtins. */
const INT8_ARRAY = 1016 as typeof pg.types.builtins.INT8;
pg.types.setTypeParser(INT8_ARRAY, (text) => JSON.parse(`[${text.slice(1, -1)}]`) as number[]);

/** An array of plain words, such as names of permissions, is split at its commas; any other is read with care. */
const TEXT_ARRAY = 1009 as typeof pg.types.builtins.INT8;
const carefully = pg.types.getTypeParser(TEXT_ARRAY) as (text: string) => (string | null)[];
const PLAIN_WORDS = /^\{[a-z_,]+\}$/;
pg.types.setTypeParser(TEXT_ARRAY, (text) => (PLAIN_WORDS.test(text) ? text.slice(1, -1).split(',') : carefully(text)));

/** A day is a text, `2026-01-31`: as a Date it would be a moment, of another day elsewhere. */
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

const slowly = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;

pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => parseTimestamp(text) ?? slowly(text));

export const CONNECT_TIMEOUT_MS = 3_000;

export interface DataSourceSettings {
  url: string;
  poolMax: number;
  /** Whether the address is that of a transaction pooler. */
  isPooled?: boolean;
  /** For who asks without `Database`, which has a limit of its own. */
  answerTimeoutMs?: number | undefined;
  entities?: (new () => object)[];
  migrations?: (new () => object)[];
}

/**
 * Every wait on the database has a limit: for a connection, for an answer, and (in `session`) for what is left open.
 */
function dataSourceOptions(settings: DataSourceSettings): DataSourceOptions {
  const { url, poolMax, isPooled, answerTimeoutMs, ...code } = settings;
  const connecting = isPooled ? pooledConnection(url) : directConnection(url);
  return {
    type: 'postgres',
    url: connecting.connectionString,
    poolSize: poolMax,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: 'fasttrack',
    namingStrategy: new SnakeNaming(),
    installExtensions: false,
    entities: code.entities ?? [],
    migrations: code.migrations ?? [],
    migrationsTableName: 'migrations',
    // For the TypeORM command line: some migrations are several transactions.
    migrationsTransactionMode: 'each',
    // Not 'error': it prints a failed statement with its values to the console. The caller gets the error and logs it.
    logging: ['warn'],
    poolErrorHandler: () => undefined,
    extra: {
      ...connecting,
      query_timeout: answerTimeoutMs,
      keepAlive: true,
    },
  };
}

export function createDataSource(settings: DataSourceSettings): AmbientDataSource {
  return new AmbientDataSource(dataSourceOptions(settings));
}
