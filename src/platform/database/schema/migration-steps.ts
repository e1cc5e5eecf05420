import type { QueryRunner } from 'typeorm';

/**
 * What an upgrade that is under way has done. The migrations are entered in `migrations` when all of them are through, so
 * that the version before, which refuses what it does not know, can start as long as the upgrade is not finished.
 */
export const STEPS_TABLE = 'migration_steps';

/** The step that stands for all of a migration. */
const WHOLE = '';

const CREATE = `
  CREATE TABLE IF NOT EXISTS ${STEPS_TABLE} (
    migration text NOT NULL,
    step text NOT NULL,
    done_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ${STEPS_TABLE}_pkey PRIMARY KEY (migration, step)
  )`;

export async function keepSteps(runner: QueryRunner): Promise<void> {
  if (!(await areKept(runner))) await runner.query(CREATE);
}

export async function isDone(runner: QueryRunner, migration: string, step = WHOLE): Promise<boolean> {
  const rows = (await runner.query(`SELECT FROM ${STEPS_TABLE} WHERE migration = $1 AND step = $2`, [
    migration,
    step,
  ])) as unknown[];
  return rows.length > 0;
}

export async function noteDone(runner: QueryRunner, migration: string, step = WHOLE): Promise<void> {
  await runner.query(`INSERT INTO ${STEPS_TABLE} (migration, step) VALUES ($1, $2)`, [migration, step]);
}

/** Nothing is left of the table where no other version is in the middle of something. */
export async function forgetSteps(runner: QueryRunner, migrations: readonly string[]): Promise<void> {
  if (!(await areKept(runner))) return;
  await runner.query(`DELETE FROM ${STEPS_TABLE} WHERE migration = ANY($1::text[])`, [migrations]);
  const left = (await runner.query(`SELECT FROM ${STEPS_TABLE} LIMIT 1`)) as unknown[];
  if (left.length === 0) await runner.query(`DROP TABLE ${STEPS_TABLE}`);
}

async function areKept(runner: QueryRunner): Promise<boolean> {
  const rows = (await runner.query(`SELECT to_regclass('${STEPS_TABLE}') IS NOT NULL AS "areKept"`)) as {
    areKept: boolean;
  }[];
  return rows[0]?.areKept === true;
}
