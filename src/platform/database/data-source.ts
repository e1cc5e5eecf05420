import type { DataSourceOptions } from 'typeorm';
import pg from 'pg';
import { AmbientDataSource } from './ambient-data-source.js';
import { SnakeNaming } from './naming.js';
import { parseTimestamp } from './timestamp.js';

/** Ids are bigints below 2^53: numbers everywhere, never strings. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const slowly = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;

pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => parseTimestamp(text) ?? slowly(text));

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 10_000;

export interface DataSourceSettings {
  url: string;
  poolMax: number;
  entities?: (new () => object)[];
  migrations?: (new () => object)[];
}

/** Every wait on the database has a limit: for a connection, for an answer, and for a transaction left open. */
function dataSourceOptions({ url, poolMax, entities, migrations }: DataSourceSettings): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize: poolMax,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: 'fasttrack',
    namingStrategy: new SnakeNaming(),
    installExtensions: false,
    entities: entities ?? [],
    migrations: migrations ?? [],
    migrationsTableName: 'migrations',
    // Not 'error': it prints a failed statement with its values, to the console. Who calls is told and logs it.
    logging: ['warn'],
    poolErrorHandler: () => undefined,
    extra: {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
    },
  };
}

export function createDataSource(settings: DataSourceSettings): AmbientDataSource {
  return new AmbientDataSource(dataSourceOptions(settings));
}
