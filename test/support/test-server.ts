import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '@fasttrack/embedded-postgres-server';
import { lockDirectory } from '@fasttrack/embedded-postgres-server/directory-lock';
import { migrate } from '../../src/platform/database/schema/migrate.js';

const NAME = 'fasttrack';
const PREFIX = 'fasttrack-test-';
/** Younger folders may belong to a run that has not locked its own yet. */
const OLD_MS = 60_000;

/**
 * A server for one run: it may lose its data with the machine, and writes as fast as it can. Nothing works in a database
 * that a test drops, so there is no autovacuum.
 */
export async function startTestServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  await removeDeadRuns();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  const server = await startEmbedded({
    dataDir,
    name: NAME,
    fsync: false,
    settings: { autovacuum: 'off' },
    log: () => undefined,
  });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    await migrate(server.url);
    return { url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A run that was killed could not remove its folder; its lock went with it. */
async function removeDeadRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const { mtimeMs, uid } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity, uid: -1 };
    const isOurs = !process.getuid || process.getuid() === uid;
    if (!isOurs || Date.now() - mtimeMs < OLD_MS) continue;
    const unlock = await lockDirectory(folder, NAME).catch(() => undefined);
    if (!unlock) continue;
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    await unlock();
  }
}
