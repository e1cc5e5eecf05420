import { join } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import pg from 'pg';
import { packageRoot } from '../config/paths.js';
import { SnakeNaming } from './naming.js';

/** Ids are bigints below 2^53: numbers everywhere, never strings. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 10_000;

export interface DataSourceSettings {
  url: string;
  poolMax: number;
  /** Entities are only needed to compare them with the migrations; the running program reads their decorators. */
  entities?: boolean;
}

/** Every wait on the database has a limit: for a connection, for an answer, and for a transaction left open. */
export function dataSourceOptions({ url, poolMax, entities = false }: DataSourceSettings): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize: poolMax,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: 'fasttrack',
    namingStrategy: new SnakeNaming(),
    installExtensions: false,
    entities: entities ? [join(codeRoot(), 'src/**/*.entity.{ts,js}')] : [],
    migrations: [join(codeRoot(), 'migrations/*.{ts,js}')],
    migrationsTableName: 'migrations',
    logging: ['error', 'warn'],
    poolErrorHandler: () => undefined,
    extra: {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
    },
  };
}

export function createDataSource(settings: DataSourceSettings): DataSource {
  return new DataSource(dataSourceOptions(settings));
}

/** The compiled program (ES modules, so without `__filename`) finds its compiled migrations, tests find the sources. */
function codeRoot(): string {
  const fromSource = typeof __filename === 'string' && __filename.endsWith('.ts');
  return fromSource ? packageRoot() : join(packageRoot(), 'dist');
}
