import type pg from 'pg';
import { RUNNING_LOCK } from '../../platform/database/schema/schema-change.js';
import { countOf } from '../terminal/progress.js';
import { OperatorError } from '../operator-error.js';

/** Who shares the lock; the second number of the lock is its lower half. */
const INSTANCES = `
  SELECT coalesce(host(a.client_addr), 'this machine') AS address, to_char(a.backend_start, 'YYYY-MM-DD HH24:MI') AS since
  FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND l.objid = ${RUNNING_LOCK}
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** @throws OperatorError where an instance of the program is connected; from then on none can come, until the end */
export async function takeAlone(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_xact_lock(${RUNNING_LOCK}) AS taken`);
  if (rows[0]?.taken) return;
  const { rows: found } = await client.query<{ address: string; since: string }>(INSTANCES);
  const who = found.map(({ address, since }) => `${address} since ${since}`).join(', ');
  throw new OperatorError(
    `${countOf(found.length, 'instance')} of the program ${found.length === 1 ? 'runs' : 'run'} on this database (${who}). ` +
      'Stop all of them, and restore then. Nothing was changed.',
  );
}

/** What would be lost; null where there is nothing. */
export async function contentsOf(client: pg.ClientBase): Promise<string | null> {
  const tables = new Set((await client.query<{ name: string }>(RELATIONS)).rows.map(({ name }) => name));
  if (tables.size === 0) return null;
  if (!tables.has('migrations') || !tables.has('users'))
    throw new OperatorError(
      `This database holds other tables than those of fasttrack (${[...tables].slice(0, 3).join(', ')}). ` +
        'Name an empty one in DATABASE_URL: CREATE DATABASE fasttrack;',
    );
  const counts = [await count(client, 'users', 'account')];
  if (counts[0] === null) return null;
  if (tables.has('projects')) counts.push(await count(client, 'projects', 'project'));
  if (tables.has('tasks')) counts.push(await count(client, 'tasks', 'task'));
  return counts.filter((text) => text !== null).join(', ');
}

const RELATIONS = `
  SELECT relname AS name FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')`;

async function count(client: pg.ClientBase, table: string, one: string): Promise<string | null> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return rows[0]?.count ? countOf(rows[0].count, one) : null;
}

/** Tables first: what belongs to them goes with them. */
const EVERYTHING = `
  SELECT format('DROP %s IF EXISTS %s CASCADE', kind, name) AS drop FROM (
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind,
      oid::regclass::text AS name, 'pg_class'::regclass AS catalog, oid, CASE relkind WHEN 'S' THEN 2 ELSE 1 END AS turn
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL
    SELECT 'ROUTINE', oid::regprocedure::text, 'pg_proc'::regclass, oid, 3
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'TYPE', oid::regtype::text, 'pg_type'::regclass, oid, 4
    FROM pg_type WHERE typnamespace = current_schema()::regnamespace AND typtype IN ('e', 'd')
  ) o WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.catalog AND d.objid = o.oid AND d.deptype = 'e')
  ORDER BY turn, name`;

/** Empties the schema, but for what extensions have made. It comes back with a rollback. */
export async function clearSchema(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ drop: string }>(EVERYTHING);
  for (const { drop } of rows) await client.query(drop);
}
