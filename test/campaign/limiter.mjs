import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { count } from './stand.mjs';

/** Random rhythms against the limiter, each verdict compared with a plain list of times. */
export function limiter([given, seed]) {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const env = {
    ...process.env,
    CAMPAIGN_SCHEDULES: String(count(given, 50_000)),
    ...(seed && { CAMPAIGN_SEED: String(count(seed)) }),
  };
  const { status } = spawnSync(process.execPath, [jest, 'test/campaign/limiter'], { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exitCode = 1;
}
