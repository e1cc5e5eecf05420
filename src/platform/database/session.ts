import pg, { type ClientConfig } from 'pg';
import { hostsOf, wantedSession } from '../addresses/database-address.js';
import type { Server } from './primary.js';
import { PrimaryClient, serverAt } from './primary-client.js';

interface Setting {
  name: string;
  value: string;
  /** Other spellings of the value that the server may show. */
  accepts?: RegExp;
  /** Not every version or user can set it when connecting: it is only checked. */
  isGiven?: true;
}

/**
 * What the program relies on in every session. A database or a role may have other defaults (`ALTER DATABASE … SET`):
 * with a German `datestyle` no time could be read, with a serializable default most refreshes would fail.
 *
 * @spec SPEC-012.30
 */
const SETTINGS: readonly Setting[] = [
  { name: 'client_encoding', value: 'UTF8' },
  { name: 'datestyle', value: 'ISO', accepts: /^ISO\b/ },
  { name: 'timezone', value: 'UTC', accepts: /^(Etc\/)?(UTC|GMT|UCT|Universal|Zulu)$/i },
  { name: 'intervalstyle', value: 'postgres' },
  { name: 'bytea_output', value: 'hex' },
  { name: 'extra_float_digits', value: '1', accepts: /^[1-3]$/ },
  { name: 'standard_conforming_strings', value: 'on' },
  { name: 'transform_null_equals', value: 'off' },
  { name: 'default_transaction_isolation', value: 'read committed' },
  { name: 'default_transaction_read_only', value: 'off' },
  { name: 'row_security', value: 'on' },
  { name: 'lock_timeout', value: '0' },
  { name: 'idle_session_timeout', value: '0' },
  { name: 'transaction_timeout', value: '0', isGiven: true },
  { name: 'session_replication_role', value: 'origin', isGiven: true },
];

const LIMITS: readonly Setting[] = [
  { name: 'statement_timeout', value: '10000' },
  { name: 'idle_in_transaction_session_timeout', value: '30000' },
];

const OPTIONS = [...SETTINGS, ...LIMITS]
  .filter(({ isGiven }) => !isGiven)
  .map(({ name, value }) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
  .join(' ');

/** How node-postgres connects: to one server, or to whichever of several takes writes. */
export interface Connecting extends ClientConfig {
  servers?: readonly Server[];
  Client?: typeof PrimaryClient;
}

/**
 * How to connect to the server itself: the settings are sent when the connection starts, without a round trip. Options
 * in the address (a `search_path`) come first, so that these settings win.
 */
export function directConnection(url: string): Connecting {
  const connecting = pooledConnection(url);
  if (!/[?&]options=/.test(url)) return { ...connecting, options: OPTIONS };
  const address = new URL(hostsOf(url)[0]);
  const own = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  return { ...connecting, connectionString: address.href, options: `${own} ${OPTIONS}`.trim() };
}

/**
 * How to connect to a transaction pooler. It gives each transaction to any of its connections and refuses most options
 * (PgBouncer: "unsupported startup parameter"), so none are sent: the database must have the right defaults, and the
 * start checks that it has.
 */
export function pooledConnection(url: string): Connecting {
  const addresses = hostsOf(url);
  const connectionString = addresses[0];
  if (addresses.length === 1 && wantedSession(url) === null) return { connectionString };
  return { connectionString, servers: addresses.map(serverAt), Client: PrimaryClient };
}

/** A connection that is not of a pool, to be opened with `connect`. */
export function newClient(connecting: Connecting): pg.Client {
  return new (connecting.Client ?? pg.Client)(connecting);
}

/** The settings to ask for, as `name` and what the session has. */
export const SHOW_SETTINGS = 'SELECT name, current_setting(name, true) AS value FROM unnest($1::text[]) AS name';
export const SETTING_NAMES = [...SETTINGS, ...LIMITS].map(({ name }) => name);

/** The settings with a wrong value, and the value that is needed. */
export function wrongSettings(
  shown: ReadonlyMap<string, string | null>,
): { name: string; is: string; needs: string }[] {
  return SETTINGS.flatMap(({ name, value, accepts }) => {
    const is = shown.get(name) ?? null;
    const isRight = is === null || is === value || accepts?.test(is);
    return isRight ? [] : [{ name, is, needs: value }];
  });
}

/** The time limits that a session does not have. */
export function missingLimits(shown: ReadonlyMap<string, string | null>): string[] {
  return LIMITS.map(({ name }) => name).filter((name) => shown.get(name) === '0');
}
