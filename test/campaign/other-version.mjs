import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '../bench/stage/stage.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

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
  mkdirSync(folder);
  run('sh', ['-c', 'git archive "$0" | tar -x -C "$1"', commit, folder]);
  if (hasItsLibraries(folder)) linkLibraries(folder);
  else run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit'], folder);
  compile(folder);
  return join(folder, 'dist/src/main.js');
}

/** Without looking at types, and without pages: not every commit was whole, and this one only has to serve. */
function compile(folder) {
  const packages = existsSync(join(folder, 'packages')) ? readdirSync(join(folder, 'packages')) : [];
  for (const name of packages) {
    const project = `packages/${name}/tsconfig.json`;
    if (existsSync(join(folder, project)))
      run(process.execPath, ['scripts/compile.mjs', project, `packages/${name}/dist`], folder);
  }
  run(process.execPath, ['scripts/compile.mjs', 'tsconfig.build.json', 'dist'], folder);
}

/** What is installed here serves as well where it has every version that was locked then. */
function hasItsLibraries(folder) {
  const [then, now] = [folder, ROOT].map(
    (path) => JSON.parse(readFileSync(join(path, 'package-lock.json'), 'utf8')).packages,
  );
  return Object.keys(then)
    .filter((path) => path.startsWith('node_modules/') && !then[path].optional)
    .every((path) => then[path].version === now[path]?.version);
}

function linkLibraries(folder) {
  run('cp', ['-al', join(ROOT, 'node_modules'), join(folder, 'node_modules')]);
  rmSync(join(folder, 'node_modules/.cache'), { recursive: true, force: true });
  if (!existsSync(join(folder, 'packages'))) return;
  run('sh', ['-c', 'rm -rf packages/*/dist'], folder);
}

function run(command, args, cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stderr || stdout}`);
  return stdout.trim();
}
