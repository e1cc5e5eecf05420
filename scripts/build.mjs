// Builds the packages, the board and dist/. With --if-stale only what is older than its sources.
import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BuiltFolder } from './built-folder.mjs';
import { compressWithin } from './compress.mjs';

const root = resolve(import.meta.dirname, '..');
const within = (...paths) => paths.map((path) => join(root, path));
const tools = within('node_modules/typescript', 'node_modules/redoc', 'node_modules/@types/node');
const buildInfo = join(root, 'node_modules/.cache/build.tsbuildinfo');
const checkTypes = [
  join(root, 'node_modules/typescript/bin/tsc'),
  ...`--project tsconfig.build.json --noEmit --incremental --customConditions source --tsBuildInfoFile`.split(' '),
  buildInfo,
];
const settings = 'scripts/build.mjs scripts/compile.mjs package-lock.json tsconfig.json'.split(' ');

const packages = readdirSync(join(root, 'packages'))
  .map((name) => `packages/${name}`)
  .filter((path) => existsSync(join(root, path, 'tsconfig.json')))
  .map((path) => {
    const inputs = within(`${path}/src`, `${path}/package.json`, `${path}/tsconfig.json`, ...settings);
    return { path, dist: new BuiltFolder(join(root, path, 'dist'), inputs) };
  });
const own = within('src', 'migrations', 'ormconfig.ts', 'nest-cli.json', 'tsconfig.build.json', ...settings);
// The client is built with the program, and is no part of it.
const parts = packages.filter(({ path }) => path !== 'packages/client');
const program = new BuiltFolder(join(root, 'dist'), [...own, ...parts.flatMap(({ dist }) => dist.inputs)]);

const vite = join(root, 'node_modules/vite/bin/vite.js');
const pages = 'src public index.html vite.config.mjs package.json'.split(' ').map((name) => `web/${name}`);
const board = new BuiltFolder(
  join(root, 'web/dist'),
  within(...pages, 'packages/client/src', 'package-lock.json', 'scripts/compress.mjs'),
);
// The API runs without it.
const hasBoard = existsSync(vite) && existsSync(join(root, 'web/index.html'));

/** Builds everything that is stale, or all of it; says what it does, since it takes its time. */
export async function build({ isForced = true } = {}) {
  const started = performance.now();
  console.log('Building fasttrack …');
  const needsProgram = isForced || !program.isFresh;
  const types = needsProgram && run(checkTypes); // meanwhile, on another core
  const boardBuilt = hasBoard && (isForced || !board.isFresh) && board.make(bundle);
  const { compile } = await import('./compile.mjs'); // the compiler takes a while to load
  const stale = packages.filter(({ dist }) => isForced || !dist.isFresh);
  for (const { path, dist } of stale) await step(path, () => dist.make(compileInto(compile, `${path}/tsconfig.json`)));
  const isBuilt = !needsProgram || (await program.make((next) => buildProgram(compile, next, types)));
  const isWhole = (boardBuilt === false || (await step('the board', () => boardBuilt))) && isBuilt;
  if (isWhole) console.log(`Built in ${seconds(started)} s.`);
  return isWhole;
}

/** True when dist/ is what the sources say, after building if need be. */
export async function buildIfStale() {
  const hasTools = tools.every((path) => existsSync(path));
  if (existsSync(join(root, 'dist/src/main.js')) && !hasTools) return true; // an image has no tools, and needs none
  if ([program, ...(hasBoard ? [board] : []), ...packages.map(({ dist }) => dist)].every(({ isFresh }) => isFresh))
    return true;
  if (hasTools) return build({ isForced: false });
  console.error(adviceWithoutTools());
  return false;
}

/** npm leaves the tools out where NODE_ENV is production. */
function adviceWithoutTools() {
  if (!existsSync(join(root, 'node_modules/@nestjs/core'))) return 'The dependencies are not installed. Run: npm ci';
  return [
    'fasttrack has to be built, and the tools that build it are not installed: npm leaves them out in production.',
    'Run: npm ci --include=dev && npm run build',
    'Afterwards npm prune --omit=dev removes the tools again, and npm start needs them no more.',
  ].join('\n');
}

const compileInto = (compile, project) => (outDir) => compile(join(root, project), { outDir });

async function bundle(outDir) {
  const { code, output } = await run([vite, 'build', 'web', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']);
  process.stderr.write(output);
  if (code === 0) compressWithin(join(outDir, 'assets'));
  return code === 0;
}

async function buildProgram(compile, outDir, types) {
  const project = join(root, 'tsconfig.build.json');
  const isCompiled = await step('compiling', () => compile(project, { outDir, withPlugins: true }));
  bringPages(join(outDir, 'public'));
  const described = isCompiled && (await step('describing the API', () => describe(outDir)));
  const checked = await step('checking types', () => types);
  // What is wrong with types is the better explanation of all that failed after them.
  process.stderr.write(checked.code === 0 ? (described.output ?? '') : checked.output);
  return checked.code === 0 && described.code === 0;
}

/** Redoc and Swagger UI for browsers, and the pages that show them; taking them here spares the installed program the React that Redoc was made from. */
function bringPages(folder) {
  cpSync(join(root, 'src/platform/documents/pages'), folder, { recursive: true });
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
  return run([join(folder, 'src/describe.js'), folder]);
}

function run(args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('close', (code) => done({ code, output }));
  });
}

async function step(name, work) {
  const begun = performance.now();
  process.stdout.write(`  ${name} … `);
  const outcome = await work();
  process.stdout.write(`${seconds(begun)} s\n`);
  return outcome;
}

function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isIfStale = process.argv.includes('--if-stale');
  const ok = await (isIfStale ? buildIfStale() : build());
  if (ok && isIfStale) console.log('dist/ is up to date.');
  process.exitCode = ok ? 0 : 1;
}
