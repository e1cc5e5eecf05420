// Builds dist/. With --if-stale only when something that goes into it has changed; what counts is content, not dates.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const stamp = join(dist, '.built-from');
const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
const inputs =
  'src migrations scripts/build.mjs ormconfig.ts nest-cli.json package-lock.json tsconfig.build.json tsconfig.json'.split(
    ' ',
  );

/** Builds beside the old dist/ and swaps at the end: a build that fails or is interrupted leaves the last good one. */
export function build() {
  const started = performance.now();
  const print = fingerprint();
  const next = join(root, `dist.next-${process.pid}`);
  const project = `node_modules/.cache/build-${process.pid}.json`; // the Nest CLI wants it relative
  sweep();
  try {
    mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
    writeFileSync(join(root, project), JSON.stringify(projectInto(next)));
    const { status } = spawnSync(process.execPath, [nest, 'build', '--path', project], { cwd: root, stdio: 'inherit' });
    if (status !== 0) return false;
    bringPages(join(next, 'public'));
    if (!describe(next)) return false;
    writeFileSync(join(next, '.built-from'), print);
    swap(next);
  } finally {
    rmSync(join(root, project), { force: true });
    rmSync(next, { recursive: true, force: true });
  }
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return true;
}

/** True when dist/ is what the sources say, after building if need be. */
export function buildIfStale() {
  const built = existsSync(join(dist, 'src/main.js'));
  if (built && !existsSync(nest)) return true; // an image holds the program without the tools that make it
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return true;
  if (existsSync(nest)) return build();
  console.error('The dependencies are not installed. Run: npm ci');
  return false;
}

function projectInto(outDir) {
  const within = (path) => join(root, path);
  return {
    extends: within('tsconfig.build.json'),
    compilerOptions: { rootDir: root, outDir, typeRoots: [within('node_modules/@types')] },
    include: ['ormconfig.ts', 'migrations', 'src'].map(within),
    exclude: [within('**/*.spec.ts')],
  };
}

/** Redoc and Swagger UI for browsers; taking them here spares the installed program the React that Redoc was made from. */
function bringPages(folder) {
  mkdirSync(folder, { recursive: true });
  const redoc = 'redoc.standalone.js';
  const bundles = join(root, 'node_modules/redoc/bundles');
  const code = readFileSync(join(bundles, redoc), 'utf8');
  writeFileSync(join(folder, redoc), code.replaceAll('https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,')); // no CDN
  copyFileSync(join(bundles, `${redoc}.LICENSE.txt`), join(folder, `${redoc}.LICENSE.txt`));
  for (const name of ['swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'swagger-ui.css'])
    copyFileSync(join(root, 'node_modules/swagger-ui-dist', name), join(folder, name));
}

/** The program writes down what it says of itself: openapi.json and routes.txt. */
function describe(folder) {
  const { status } = spawnSync(process.execPath, [join(folder, 'src/describe.js'), folder], { stdio: 'inherit' });
  return status === 0;
}

/** Removes what builds that were killed have left lying about. */
function sweep() {
  for (const name of readdirSync(root)) {
    const pid = /^dist\.(?:next|old)-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(root, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Again, where another build of the same moment was faster: it has built the same. */
function swap(next) {
  const old = join(root, `dist.old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  try {
    renameSync(next, dist);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    rmSync(old, { recursive: true, force: true });
    swap(next);
  }
  rmSync(old, { recursive: true, force: true });
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesIn))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function filesIn(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const ok = process.argv.includes('--if-stale') ? buildIfStale() : build();
  if (ok && process.argv.includes('--if-stale')) console.log('dist/ is up to date.');
  process.exitCode = ok ? 0 : 1;
}
