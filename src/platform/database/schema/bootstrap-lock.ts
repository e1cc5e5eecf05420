import { setTimeout as sleep } from 'node:timers/promises';

/** The advisory lock that migrations and bootstrap share. The number is arbitrary. */
export const BOOTSTRAP_LOCK = 70_415_701;

/** Bootstrap waits for the lock with this statement, inside a transaction. */
export const TAKE_BOOTSTRAP_LOCK = `SELECT pg_advisory_xact_lock(${BOOTSTRAP_LOCK})`;

const TRY = {
  alone: `SELECT pg_try_advisory_lock(${BOOTSTRAP_LOCK}) AS "isTaken"`,
  shared: `SELECT pg_try_advisory_lock_shared(${BOOTSTRAP_LOCK}) AS "isTaken"`,
};

const HOLDER = `
  SELECT format('"%s" of %s, connected since %s', a.application_name, a.usename, to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS')) AS who
  FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.objid = ${BOOTSTRAP_LOCK} AND l.granted
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  ORDER BY a.backend_start LIMIT 1`;

const POLL_MS = 100;
/** The migrations of a large database take minutes. */
const PATIENCE_MS = 3_600_000;

/** Somebody else works on the schema, and does not come to an end. */
export class SchemaBusy extends Error {
  override readonly name = 'SchemaBusy';

  constructor(limitMs: number, holder: string | undefined) {
    super(
      `Another program has been working on the schema for more than ${Math.ceil(limitMs / 60_000)} minutes` +
        `${holder ? `: ${holder}` : ''}. Wait for it, or end it, and start this again. Nothing was changed.`,
    );
  }
}

/**
 * Takes the lock for a connection, which holds it until it ends. It is waited for without a statement: an index that is
 * made concurrently would wait for that one, and it for the index.
 *
 * @param ask runs a statement on that connection
 * @param limitMs how long to wait
 * @throws SchemaBusy
 */
export async function awaitBootstrapLock(
  ask: (statement: string) => Promise<object[]>,
  { mode, limitMs = PATIENCE_MS }: { mode: keyof typeof TRY; limitMs?: number },
): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const [row] = (await ask(TRY[mode])) as { isTaken: boolean }[];
    if (row?.isTaken) return;
    if (performance.now() > deadline) break;
    await sleep(POLL_MS);
  }
  const [holder] = (await ask(HOLDER)) as { who: string }[];
  throw new SchemaBusy(limitMs, holder?.who);
}
