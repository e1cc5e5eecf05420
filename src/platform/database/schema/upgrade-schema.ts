import type { Migration, QueryRunner } from 'typeorm';
import { briefly, isInTheWay } from './brief-transaction.js';
import { forgetSteps, isDone, keepSteps, noteDone } from './migration-steps.js';
import type { SchemaChange } from './schema-change.js';
import { UpgradeStopped } from './upgrade-stopped.js';
import type { RunnerData, UpgradeWatch } from './upgrade-watch.js';

const OLDEST = `
  SELECT format('"%s", since %s', application_name, to_char(xact_start, 'YYYY-MM-DD HH24:MI:SS')) AS who
  FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < now() - interval '1 second'
  ORDER BY xact_start LIMIT 1`;

/**
 * Applies what is pending to a database that is in use: each migration in a transaction of its own, or in its own steps.
 * They count as applied when all of them are through; until then the version before can start, and this one goes on
 * from where it stopped.
 *
 * @returns the names of the migrations that count as applied now
 * @throws UpgradeStopped
 */
export async function upgradeSchema(schema: SchemaChange, watch: UpgradeWatch = {}): Promise<string[]> {
  const { runner } = schema;
  const pending = await schema.pending();
  const names = pending.map(({ name }) => name);
  if (names.length > 0) {
    watch.begins?.(names);
    await keepSteps(runner);
  }
  for (const migration of pending) await apply(runner, migration, watch);
  await briefly(runner, async () => {
    await schema.enter(pending);
    await forgetSteps(runner, schema.known);
  });
  return names;
}

async function apply(runner: QueryRunner, migration: Migration, watch: UpgradeWatch): Promise<void> {
  const { name, instance } = migration;
  if (!instance || (await isDone(runner, name))) return;
  const begun = performance.now();
  Object.assign(runner.data as RunnerData, { waits: () => watch.waits?.(name) });
  try {
    if (instance.transaction === false) await instance.up(runner);
    await briefly(runner, async () => {
      if (instance.transaction !== false) await instance.up(runner);
      await noteDone(runner, name);
    });
  } catch (error) {
    throw new UpgradeStopped(name, { cause: error, oldest: await oldestTransaction(runner, error) });
  }
  watch.applied?.(name, performance.now() - begun);
}

async function oldestTransaction(runner: QueryRunner, error: unknown): Promise<string | undefined> {
  if (!isInTheWay(error)) return undefined;
  const rows = (await runner.query(OLDEST).catch(() => [])) as { who: string }[];
  return rows[0]?.who;
}
