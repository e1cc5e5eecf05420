import type { Client } from 'pg';
import { migrationClasses } from '../../database/schema/code-files.js';
import { missingLimits, SETTING_NAMES, SHOW_SETTINGS, wrongSettings } from '../../database/session.js';
import { StartupError } from '../startup-error.js';

export const OLDEST_VERSION = 14;

const SERVER = `
  SELECT current_setting('server_version_num')::int / 10000 AS version,
    current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS "isStandby",
    quote_ident(current_schema()) AS schema, quote_ident(current_database()) AS database,
    quote_ident(current_user) AS user`;

/** What this user may do in the schema; tables that are not there yet are null. */
const RIGHTS = `
  SELECT has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate",
    to_regclass(quote_ident(current_schema()) || '.migrations') IS NOT NULL AS "hasMigrations",
    has_table_privilege(users, 'SELECT') AND has_table_privilege(users, 'INSERT') AS "mayWrite",
    pg_has_role((SELECT relowner FROM pg_class WHERE oid = users), 'USAGE') AS "isOwner",
    lower(U&'\\00C4') = U&'\\00E4' AS "knowsCase"
  FROM to_regclass(quote_ident(current_schema()) || '.users') AS users`;

interface Server {
  version: number;
  encoding: string;
  isStandby: boolean;
  schema: string | null;
  database: string;
  user: string;
}

interface Rights {
  mayCreate: boolean;
  hasMigrations: boolean;
  mayWrite: boolean | null;
  isOwner: boolean | null;
  knowsCase: boolean;
}

/** What the start needs to know of the database. */
export interface Examined {
  /** There is no account: the first administrator will be created. */
  isEmpty: boolean;
  warnings: string[];
}

/**
 * Checks the properties of the database that the program can't change, before it changes anything.
 *
 * @param where the name of the database in messages
 * @throws StartupError with one sentence on what is wrong and one on what to do
 */
export async function examineDatabase(client: Client, where: string): Promise<Examined> {
  const server = await one<Server>(client, SERVER);
  requireServer(server, where);
  await requireSettings(client, server, where);
  const rights = await one<Rights>(client, RIGHTS);
  const applied = rights.hasMigrations ? await namesIn(client) : new Set<string>();
  const known = await migrationClasses();
  requireRights(rights, server, { where, isPending: known.some(({ name }) => !applied.has(name)) });
  const isEmpty = rights.mayWrite === null || !(await one<{ any: boolean }>(client, ANYBODY)).any;
  return { isEmpty, warnings: rights.knowsCase ? [] : [noCase(where)] };
}

/** The same for the sessions of a pooler: they must belong to the same database. */
export async function examineSessions(client: Client, where: string): Promise<string[]> {
  const server = await one<Server>(client, SERVER);
  requireServer(server, where);
  const limits = missingLimits(await requireSettings(client, server, where));
  return limits.map(
    (name) =>
      `Sessions at ${where} have no ${name}, so nothing bounds there what the server does after a client gave up. ` +
      `${setTo(server, name, name === 'statement_timeout' ? '10s' : '30s')}`,
  );
}

const ANYBODY = 'SELECT EXISTS (SELECT FROM users) AS any';

function requireServer({ version, encoding, isStandby, schema, database, user }: Server, where: string): void {
  if (version < OLDEST_VERSION)
    throw new StartupError(
      `The database at ${where} is PostgreSQL ${version}; fasttrack needs ${OLDEST_VERSION} or newer.`,
    );
  if (encoding !== 'UTF8')
    throw new StartupError(
      `The database at ${where} is encoded as ${encoding}, which can't hold every text. Make another one: ` +
        `CREATE DATABASE ${database}_utf8 ENCODING 'UTF8' TEMPLATE template0; and name it in DATABASE_URL.`,
    );
  if (isStandby)
    throw new StartupError(
      `The database at ${where} is a standby and can't be written to. Name the primary in DATABASE_URL.`,
    );
  if (schema === null)
    throw new StartupError(
      `No schema of the database at ${where} is on the search path of ${user}. ` +
        `Run: CREATE SCHEMA IF NOT EXISTS public; ALTER ROLE ${user} IN DATABASE ${database} SET search_path = public;`,
    );
}

async function requireSettings(
  client: Client,
  server: Server,
  where: string,
): Promise<ReadonlyMap<string, string | null>> {
  const { rows } = await client.query<{ name: string; value: string | null }>(SHOW_SETTINGS, [SETTING_NAMES]);
  const shown = new Map(rows.map(({ name, value }) => [name, value]));
  const wrong = wrongSettings(shown);
  if (wrong.length === 0) return shown;
  const found = wrong.map(({ name, is, needs }) => `${name} is ${is} and must be ${needs}`).join('; ');
  const cure = wrong.map(({ name, needs }) => setTo(server, name, needs)).join(' ');
  throw new StartupError(
    `Sessions of the database at ${where} have other settings than the program needs: ${found}. ` +
      `${cure} Where a connection pooler stands in between, make it reconnect.`,
  );
}

function requireRights(
  rights: Rights,
  { schema, user }: Server,
  { where, isPending }: { where: string; isPending: boolean },
): void {
  if (isPending && !rights.mayCreate)
    throw new StartupError(
      `The database at ${where} does not let ${user} make tables. Run as its owner: GRANT CREATE ON SCHEMA ${schema} TO ${user};`,
    );
  if (isPending && rights.isOwner === false)
    throw new StartupError(
      `The tables of the database at ${where} belong to somebody else, so ${user} can't migrate them. ` +
        'Name their owner in DATABASE_DIRECT_URL, or hand them over with ALTER TABLE … OWNER TO.',
    );
  if (rights.mayWrite === false)
    throw new StartupError(
      `The database at ${where} does not let ${user} read and write its tables. Run as their owner: ` +
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${user};`,
    );
}

function noCase(where: string): string {
  return (
    `The database at ${where} knows no case beyond ASCII (its LC_CTYPE is C): comparing without case, it takes Ä and ä ` +
    "for two letters. To change that, move to a database made with LOCALE 'C.UTF-8' TEMPLATE template0."
  );
}

function setTo({ user, database }: Server, name: string, value: string): string {
  return `Run: ALTER ROLE ${user} IN DATABASE ${database} SET ${name} = '${value}';`;
}

async function namesIn(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
  return new Set(rows.map(({ name }) => name));
}

async function one<T>(client: Client, sql: string): Promise<T> {
  return (await client.query(sql)).rows[0] as T;
}
