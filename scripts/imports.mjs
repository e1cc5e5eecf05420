// `npm run imports`: who imports whom, as a ladder, and what breaks the rules of .dependency-cruiser.cjs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const config = resolve(root, '.dependency-cruiser.cjs');
const { forbidden } = require(config);

const { modules, summary } = cruise();
print('features', ladderIn('every-feature-has-a-rung'));
print('platform', ladderIn('every-room-has-a-rung'));
const knots = summary.violations.map(
  ({ from, to, rule }) => `${from} -> ${to}\n  ${rule.name}: ${adviceOf(rule.name)}`,
);
console.log(knots.length === 0 ? 'No knot: everybody looks down.' : knots.join('\n'));
process.exitCode = knots.length === 0 ? 0 : 1;

function cruise() {
  const cli = resolve(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const paths = ['src', 'migrations', 'packages', 'web/src', 'ormconfig.ts'];
  const args = [cli, '--config', config, '--output-type', 'json', ...paths];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The rule that every folder has a rung lists them, from the ground up. */
function ladderIn(rule) {
  const { to } = forbidden.find(({ name }) => name === rule);
  return /\((.*)\)/.exec(to.pathNot)[1].split('|');
}

function adviceOf(name) {
  return forbidden.find((rule) => rule.name === name)?.comment ?? '';
}

/** From the top of the ladder to the ground: a folder, its size, and the folders of its storey that it imports. */
function print(storey, rungs) {
  console.log(`src/${storey}`);
  const folderOf = (path) => new RegExp(`^src/${storey}/([^/]+)/`).exec(path)?.[1];
  for (const rung of rungs.toReversed()) {
    const own = modules.filter(({ source }) => folderOf(source) === rung && !source.endsWith('.spec.ts'));
    const seen = new Set(own.flatMap(({ dependencies }) => dependencies.map(({ resolved }) => folderOf(resolved))));
    const lines = own.reduce((sum, { source }) => sum + linesIn(source), 0);
    const below = rungs.filter((name) => name !== rung && seen.has(name)).toReversed();
    const size = `${own.length} files ${String(lines).padStart(5)} lines`;
    console.log(`  ${rung.padEnd(14)}${size.padStart(22)}   ${below.join(' ') || '–'}`);
  }
  console.log();
}

function linesIn(source) {
  return readFileSync(resolve(root, source), 'utf8').split('\n').length - 1;
}
