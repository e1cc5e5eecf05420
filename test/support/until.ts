import { setTimeout as sleep } from 'node:timers/promises';

/** Generous, since it only decides when a test that fails gives up. */
const LIMIT_MS = 60_000;
const ASK_AGAIN_MS = 10;

/** Returns when the condition holds: a test waits for what it needs, and never for a time. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = LIMIT_MS): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within ${limitMs} ms: ${condition.toString()}`);
    await sleep(ASK_AGAIN_MS);
  }
}
