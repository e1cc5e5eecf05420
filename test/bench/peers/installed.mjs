import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from '../stage/stage.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/bench-peers/', import.meta.url));

/**
 * Copies a peer into the cache, where its own packages are, and brings them there if they aren't yet. Nothing of it touches
 * what the program has installed.
 *
 * @throws where its language or its registry can't be reached
 */
export async function installed({ folder, manifest, install }) {
  const target = join(CACHE, folder);
  const wanted = createHash('sha256')
    .update(readFileSync(join(HERE, folder, manifest)))
    .update(process.version);
  const stamp = join(target, 'installed');
  const digest = wanted.digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(join(HERE, folder, manifest), join(target, manifest));
    say(`installing ${folder}: what ${manifest} names`);
    await install(target);
    writeFileSync(stamp, digest);
  }
  cpSync(join(HERE, folder), target, { recursive: true });
  return target;
}

export function installWithNpm(target) {
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel', 'error'];
  return run('npm', ['install', '--prefix', target, ...quietly], target);
}

export async function installWithPip(target) {
  await run('python3', ['-m', 'venv', join(target, 'venv')], target);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'requirements.txt'];
  await run(join(target, 'venv/bin/python'), pip, target);
}

/** TypeScript of its src into its dist, by the compiler that the program is built with. */
export async function compile(target) {
  const { transformFile } = await import('@swc/core');
  mkdirSync(join(target, 'dist'), { recursive: true });
  for (const file of readdirSync(join(target, 'src'))) {
    const { code } = await transformFile(join(target, 'src', file), {
      configFile: false,
      swcrc: false,
      module: { type: 'es6' },
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
    });
    writeFileSync(join(target, 'dist', file.replace(/\.ts$/, '.js')), code);
  }
}

/** @throws with the reason that it said */
function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes));
    child.on('error', () => reject(new Error(`there is no ${command} here`)));
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${command} failed: ${reasonIn(said)}`))));
  });
}

/** npm and pip say much when they fail; one line of it names the reason. */
function reasonIn(said) {
  const lines = said.trim().split('\n');
  return lines.find((line) => /reason:|^ERROR:/.test(line)) ?? lines[0];
}
