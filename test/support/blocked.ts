import type { TestApp } from './app.js';
import { until } from './until.js';

const BLOCKED = `
  SELECT FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`;

/** Until so many statements wait for what another connection has locked. */
export async function untilBlocked({ database }: Pick<TestApp, 'database'>, many = 1): Promise<void> {
  await until(async () => (await database.query(BLOCKED)).length >= many);
}
