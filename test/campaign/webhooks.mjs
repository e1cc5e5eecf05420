import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { count } from './stand.mjs';

/** Two instances in one process, whose clock the campaign sets; the receiver is a process of its own that is killed. */
export function webhooks([events, kills]) {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const env = {
    ...process.env,
    CAMPAIGN_EVENTS: String(count(events, 10_000)),
    CAMPAIGN_KILLS: String(count(kills, 20)),
  };
  const { status } = spawnSync(process.execPath, [jest, 'test/campaign/webhooks'], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  if (status !== 0) process.exitCode = 1;
}
