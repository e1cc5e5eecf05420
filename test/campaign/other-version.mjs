import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '../bench/stage/stage.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCOPE = '@fasttrack';

/** The newest commit before this migration came. */
export function before(migration) {
  const [added] = run('git', ['log', '--format=%H', '--diff-filter=A', '--', `migrations/${migration}`])
    .split('\n')
    .reverse();
  if (!added) throw new Error(`No commit added ${migration}: the campaign needs the history of the repository.`);
  return `${added}^`;
}

export function migrations() {
  return readdirSync(join(ROOT, 'migrations')).sort();
}

/**
 * This program as it was at a commit, built in a folder of its own; or a folder where another version is built already.
 *
 * @returns its main file
 */
export function buildVersion(commit, folder) {
  const built = join(commit, 'dist/src/main.js');
  if (existsSync(built)) return built;
  say(`building ${commit.slice(0, 9)} …`);
  unpack(commit, folder);
  if (hasItsLibraries(folder)) linkLibraries(folder);
  else install(folder);
  compile(folder);
  return join(folder, 'dist/src/main.js');
}

/** The files of a commit, in a folder that is made for them. */
export function unpack(commit, folder) {
  mkdirSync(folder);
  run('sh', ['-c', 'git archive "$0" | tar -x -C "$1"', commit, folder]);
}

/** The libraries that a version locked. */
export function install(folder) {
  run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit'], folder);
}

/** Without looking at types, and without pages: not every commit was whole, and this one only has to serve. */
function compile(folder) {
  for (const name of packagesOf(folder)) {
    const path = `packages/${name}`;
    run(process.execPath, ['scripts/compile.mjs', `${path}/tsconfig.json`, `${path}/dist`], folder);
  }
  run(process.execPath, ['scripts/compile.mjs', 'tsconfig.build.json', 'dist'], folder);
}

/** What is installed here serves as well where it has everything that was locked then, in the same major version. */
function hasItsLibraries(folder) {
  const [then, now] = [folder, ROOT].map(
    (path) => JSON.parse(readFileSync(join(path, 'package-lock.json'), 'utf8')).packages,
  );
  return Object.keys(then)
    .filter((path) => path.startsWith('node_modules/') && !then[path].optional)
    .every((path) => major(then[path]) === major(now[path]));
}

const major = (locked) => locked?.version?.split('.')[0];

/** The packages of the repository are its own. */
function linkLibraries(folder) {
  const [here, there] = [ROOT, folder].map((path) => join(path, 'node_modules'));
  mkdirSync(join(there, SCOPE), { recursive: true });
  for (const name of readdirSync(here))
    if (name !== SCOPE && !name.startsWith('.')) symlinkSync(join(here, name), join(there, name));
  for (const name of packagesOf(folder)) {
    const { name: known } = JSON.parse(readFileSync(join(folder, 'packages', name, 'package.json'), 'utf8'));
    symlinkSync(join(folder, 'packages', name), join(there, known));
  }
}

function packagesOf(folder) {
  const path = join(folder, 'packages');
  return existsSync(path) ? readdirSync(path).filter((name) => existsSync(join(path, name, 'tsconfig.json'))) : [];
}

function run(command, args, cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stderr || stdout}`);
  return stdout.trim();
}
