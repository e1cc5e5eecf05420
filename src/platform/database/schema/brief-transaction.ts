import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import type { RunnerData } from './upgrade-watch.js';

/**
 * Of two who wait for each other for a second, PostgreSQL ends one. So the migration gives way before, and no request is
 * ended because of it.
 */
const SHORT_WAIT_MS = 700;
/** An autovacuum that is in the way gives up after a second, and only for somebody who still waits then. */
const LONG_WAIT_MS = 2_000;
const IS_VACUUMED = `
  SELECT FROM pg_stat_progress_vacuum WHERE datname = current_database()
  UNION ALL SELECT FROM pg_stat_progress_analyze WHERE datname = current_database()`;
const PAUSE_MS = 1_000;
const PATIENCE_MS = 600_000;

/** A lock that did not come in time, or two who waited for each other. */
const IN_THE_WAY = /^(55P03|40P01)$/;

export function isInTheWay(error: unknown): boolean {
  return IN_THE_WAY.test((error as { code?: string }).code ?? '');
}

/**
 * A transaction that waits for a lock only for a moment: whoever needs the same table queues behind it. Where the lock
 * does not come, everything is undone, and `work` is done again from its beginning after a pause.
 */
export async function briefly<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  let waitMs = SHORT_WAIT_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(runner, waitMs, work);
    } catch (error) {
      if (!isInTheWay(error) || Date.now() > deadline) throw error;
      if (attempt === 1) (runner.data as RunnerData).waits?.();
    }
    await sleep(PAUSE_MS);
    waitMs = ((await runner.query(IS_VACUUMED)) as unknown[]).length > 0 ? LONG_WAIT_MS : SHORT_WAIT_MS;
  }
}

async function transaction<T>(runner: QueryRunner, waitMs: number, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  await runner.startTransaction();
  try {
    await runner.query(`SET LOCAL lock_timeout = ${waitMs}`);
    const result = await work();
    await runner.commitTransaction();
    (runner.data as RunnerData).held?.(performance.now() - begun);
    return result;
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}
