import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { StartTrouble } from './start-trouble.js';

const OLDEST_VERSION = 14;
const CONNECT_LIMIT_MS = 3_000;
const ASK_AGAIN_MS = 250;
/** A database that starts beside the program may take this long. */
const PATIENCE_MS = 30_000;

/** The answers of a server that is there and says no: asking again would not help. */
const FINAL: Record<string, string> = {
  '28P01': 'refuses the name or the password',
  '28000': 'refuses this user',
  '3D000': 'has no such database',
  '42501': 'does not let this user connect',
};

/**
 * Resolves when the database answers and is new enough; one that is still starting is waited for.
 *
 * @throws StartTrouble which says what to do
 */
export async function reachDatabase(url: string, variable: string, say: (line: string) => void): Promise<void> {
  const where = placeOf(url);
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      return requireVersion(await versionAt(url), where);
    } catch (error) {
      const failure = error as Error & { code?: string };
      if (error instanceof StartTrouble) throw error;
      const final = FINAL[failure.code ?? ''];
      if (final) throw new StartTrouble(`The database at ${where} ${final}: ${failure.message}. Check ${variable}.`);
      if (Date.now() > deadline)
        throw new StartTrouble(`The database at ${where} does not answer: ${reason(failure)}. Check ${variable}.`);
      if (attempt === 1) say(`Waiting for the database at ${where}: ${reason(failure)}`);
      await sleep(ASK_AGAIN_MS);
    }
  }
}

async function versionAt(connectionString: string): Promise<number> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: CONNECT_LIMIT_MS,
    application_name: 'fasttrack start',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version_num') AS version");
    return Math.floor(Number(rows[0]?.version) / 10_000);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function requireVersion(version: number, where: string): void {
  if (version >= OLDEST_VERSION) return;
  throw new StartTrouble(
    `The database at ${where} is PostgreSQL ${version}; fasttrack needs ${OLDEST_VERSION} or newer.`,
  );
}

/** Host, port and database: what is worth showing, without the name and the password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${decodeURIComponent(pathname)}`;
}

/** Several addresses of one host fail together, and then the reasons are inside. */
function reason(failure: Error & { code?: string; errors?: Error[] }): string {
  return failure.message || failure.errors?.map(({ message }) => message).join(', ') || failure.code || failure.name;
}
