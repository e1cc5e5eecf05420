import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** npm run fuzz [cases] [seed]: the run of CI with any number of cases, by default ten thousand under a new seed. */
const [cases = '10000', seed = String(randomInt(2 ** 31))] = process.argv.slice(2);
if (![cases, seed].every((text) => /^\d{1,10}$/.test(text))) {
  console.error('npm run fuzz [cases] [seed]');
  process.exit(64);
}
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const root = fileURLToPath(new URL('../../', import.meta.url));
const { status } = spawnSync(process.execPath, [jest, 'test/fuzz', '--runInBand'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FUZZ_CASES: cases, FUZZ_SEED: seed },
});
process.exit(status ?? 1);
