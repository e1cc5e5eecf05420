import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { placeOf } from '../../addresses/database-address.js';
import { type Connecting, newClient } from '../../database/session.js';
import { OLDEST_VERSION } from './examine-database.js';
import { StartupError } from '../startup-error.js';

/** Generous: where everything starts at once, a process may wait for its turn for seconds. */
const CONNECT_LIMIT_MS = 10_000;
const ASK_AGAIN_MS = 250;
/** How long to wait for a database that is starting. */
const CONNECT_TIMEOUT_MS = 30_000;

const REFUSES_OPTIONS =
  'refuses what the program sets for its connections. If this is a connection pooler, keep it in DATABASE_URL and ' +
  `name the server itself in DATABASE_DIRECT_URL; PostgreSQL must be ${OLDEST_VERSION} or newer`;

/** Errors of a reachable server that a retry does not resolve. */
const FINAL: Record<string, string> = {
  '28P01': 'refuses the name or the password',
  '28000': 'refuses this user',
  '3D000': 'has no such database',
  '42501': 'does not let this user in, or not far enough',
  '08P01': REFUSES_OPTIONS,
  '22023': REFUSES_OPTIONS,
  '42704': REFUSES_OPTIONS,
};

/** Where to connect, and how to name it in messages. */
export interface Destination {
  /** With the address as it was configured. */
  url: string;
  connection: Connecting;
  variable: 'DATABASE_URL' | 'DATABASE_DIRECT_URL';
}

/**
 * Asks the database as soon as it answers; one that is still starting is waited for.
 *
 * @throws StartupError which says what to do
 */
export async function reachDatabase<T>(
  { url, connection, variable }: Destination,
  ask: (client: Client) => Promise<T>,
  say: (line: string) => void,
  waitMs = CONNECT_TIMEOUT_MS,
): Promise<T> {
  const where = placeOf(url);
  const deadline = Date.now() + waitMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await asked(connection, ask);
    } catch (error) {
      const failure = error as Error & { code?: string };
      if (error instanceof StartupError) throw error;
      const final = FINAL[failure.code ?? ''];
      if (final) throw new StartupError(`The database at ${where} ${final}: ${failure.message}. Check ${variable}.`);
      if (Date.now() >= deadline)
        throw new StartupError(`The database at ${where} does not answer: ${reason(failure)}. Check ${variable}.`);
      if (attempt === 1) say(`Waiting for the database at ${where}: ${reason(failure)}`);
      await sleep(ASK_AGAIN_MS);
    }
  }
}

async function asked<T>(connection: Connecting, ask: (client: Client) => Promise<T>): Promise<T> {
  const client = newClient({
    ...connection,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: CONNECT_LIMIT_MS,
    application_name: 'fasttrack start',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await ask(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** If all addresses of a host fail, the reasons are in the AggregateError. */
function reason(failure: Error & { code?: string; errors?: Error[] }): string {
  return failure.message || failure.errors?.map(({ message }) => message).join(', ') || failure.code || failure.name;
}
