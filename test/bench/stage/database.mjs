import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** Of the account and the database. */
export const NAME = 'fasttrack';

/** A PostgreSQL for this run alone, which writes as durably as in production: what it costs is part of the answer. */
export async function startDatabase() {
  const { startEmbedded } = await import('@fasttrack/embedded-postgres-server'); // built by now
  const dataDir = mkdtempSync(join(tmpdir(), 'fasttrack-bench-'));
  const server = await startEmbedded({ dataDir, name: NAME, fsync: true, log: () => undefined });
  const pid = Number.parseInt(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8'), 10);
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  };
  return { url: server.url, dataDir, pid, stop, halt: () => server.stop() };
}

/** A connection of the benchmark's own, with ids as numbers. */
export async function connect(url) {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const client = new pg.Client({ connectionString: url, application_name: 'fasttrack bench' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** PostgreSQL's own version, for the head of the table. */
export async function versionOf(client) {
  const { rows } = await client.query('SHOW server_version');
  return rows[0].server_version;
}
