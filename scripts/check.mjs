// `npm run check`: everything that must hold before a commit. Steps that don't need each other run side by side;
// the tests come last and alone, and only when the rest is fine. `npm run check -- lint types` runs just those.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const bin = (path) => resolve(root, 'node_modules', path);

// ESLint runs without its cache: a rule that knows types would call an unchanged file clean
// although a function it calls has just become asynchronous.
const STEPS = {
  lint: [bin('eslint/bin/eslint.js'), '.'],
  types: [bin('typescript/bin/tsc'), '--noEmit'],
  'web types': [bin('typescript/bin/tsc'), '--noEmit', '--project', 'web'],
  build: ['scripts/build.mjs', '--if-stale'],
  unused: [bin('knip/bin/knip.js'), '--no-progress'],
  format: [
    bin('prettier/bin/prettier.cjs'),
    ...'--check . --log-level warn --cache --cache-strategy content'.split(' '),
  ],
  imports: ['scripts/imports.mjs'],
  specs: ['scripts/specs.mjs'],
  licenses: ['scripts/licenses.mjs'],
  api: ['scripts/api-compat.mjs'],
  tests: [bin('jest/bin/jest.js')],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. The steps: ${Object.keys(STEPS).join(', ')}.`);
  process.exit(1);
}
const names = Object.keys(STEPS).filter((name) => asked.length === 0 || asked.includes(name));

const started = performance.now();
const failed = await sideBySide(names.filter((name) => name !== 'tests'));
if (names.includes('tests')) {
  if (failed.length === 0) failed.push(...(await sideBySide(['tests'])));
  else console.log('– tests     not run: put the above right first, or run npm test');
}
console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}.` : `\nAll is well, after ${seconds(started)} s.`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** Runs the steps, as many at once as there are cores, and answers those that failed. */
async function sideBySide(steps) {
  const waiting = [...steps];
  const bad = [];
  const lane = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) if (!(await run(name))) bad.push(name);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return bad;
}

async function run(name) {
  const begun = performance.now();
  const { code, output } = await finish(STEPS[name]);
  const closing = code === 0 && name === 'tests' ? `   ${output.match(/^Tests: +(.*)$/m)?.[1] ?? ''}` : '';
  console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(9)} ${seconds(begun).padStart(5)} s${closing}`);
  if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '  '));
  return code === 0;
}

function finish(args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('close', (code) => done({ code, output }));
  });
}

function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(1);
}
