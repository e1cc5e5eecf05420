import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Cluster } from './cluster.js';
import { EmbeddedServerError } from './server-error.js';

const CONNECT_LIMIT_MS = 2_000;
const QUERY_LIMIT_MS = 60_000;
const ASK_AGAIN_MS = 20;
const CONNECT_TIMEOUT_MS = 3_000;

export interface Wait {
  /** Of the account and the database of the program: no superuser, as on any managed server. */
  name: string;
  limitMs: number;
  /** True when nobody will ever answer: the server has ended. */
  isOver: () => boolean;
  log: (line: string) => void;
}

/**
 * Waits until the server answers, and makes the program's account and database where they are missing: the first
 * start may have been interrupted before.
 *
 * @returns the address of the database, or nothing when the server has ended
 * @throws EmbeddedServerError when it runs and does not answer in time
 */
export async function openDatabase(cluster: Cluster, port: number, wait: Wait): Promise<string | undefined> {
  const { name } = wait;
  const started = Date.now();
  let told = false;
  while (!wait.isOver()) {
    const failure = await tryToOpen(cluster, port, name);
    if (!failure) return `postgres://${name}:${cluster.password}@127.0.0.1:${port}/${name}`;
    const waited = Date.now() - started;
    if (waited > wait.limitMs) throw silent(cluster, failure, wait.limitMs);
    if (waited > CONNECT_TIMEOUT_MS && !told) wait.log(`Still waiting for the database: ${failure.message}`);
    told ||= waited > CONNECT_TIMEOUT_MS;
    await sleep(ASK_AGAIN_MS);
  }
  return undefined;
}

async function tryToOpen({ password }: Cluster, port: number, name: string): Promise<Error | undefined> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: QUERY_LIMIT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await provide(client, name, password);
    await client.end();
    return undefined;
  } catch (error) {
    void client.end().catch(() => undefined);
    return error as Error;
  }
}

async function provide(client: Client, name: string, password: string): Promise<void> {
  const { rows } = await client.query<{ account: boolean; database: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') AS account,
            EXISTS (SELECT FROM pg_database WHERE datname = '${name}') AS database`,
  );
  if (!rows[0]?.account) await client.query(`CREATE ROLE ${name} LOGIN CREATEDB PASSWORD '${password}'`);
  if (!rows[0]?.database) await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
}

function silent({ log }: Cluster, failure: Error, limitMs: number): EmbeddedServerError {
  return new EmbeddedServerError(
    `The database server runs, and did not answer within ${limitMs / 1_000} s: ${failure.message}. Look into ${log}.`,
  );
}
