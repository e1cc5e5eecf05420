// `npm run e2e`: the board in a real browser. Takes the Chromium of the system; where there is none it says so, and
// fails only where nobody reads what it says. What follows goes to Jest: `npm run e2e -- -t keyboard`.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { findChromium } from './chromium.mjs';

const root = resolve(import.meta.dirname, '..');
const found = findChromium();

if (found) {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const args = [jest, '--config', join(root, 'test/e2e/jest.config.mjs'), ...process.argv.slice(2)];
  const env = { ...process.env, FASTTRACK_CHROMIUM: found };
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
} else {
  console.error(
    [
      '',
      '  THE BOARD WAS NOT TESTED: there is no Chromium on this machine.',
      '  Install it (Debian: apt-get install -y --no-install-recommends chromium), and run: npm run e2e',
      '',
    ].join('\n'),
  );
  process.exitCode = process.env.CI ? 1 : 0;
}
