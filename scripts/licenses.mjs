// `npm run licenses`: the licences of all that is installed with the program (not of the tools that make it).
// Fails on a licence that nobody has agreed to.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** Licences that ask for no more than their own text to be kept. */
const AGREED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
]);

/** Packages that name their licence only in their text, where somebody has read it. */
const READ = { 'pause@0.0.1': 'MIT' };

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const installed = Object.entries(lock.packages)
  // What is ours has no licence yet: the root, the packages of the workspace and the links to them.
  .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
  .map(([path, { version, license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { name, version, license: license ?? declared(path) ?? READ[`${name}@${version}`] ?? 'none' };
  });

const byLicense = grouped(installed);
for (const [license, packages] of [...byLicense].sort((a, b) => b[1].length - a[1].length)) {
  const names = [...new Set(packages.map(({ name, version }) => `${name}@${version}`))].sort();
  console.log(`${license} (${names.length})\n  ${names.join('\n  ')}`);
}

const strangers = installed.filter(({ license }) => !agreed(license));
for (const { name, version, license } of strangers) {
  console.error(
    `${name}@${version}: ${license}. Read its licence; then replace it, or add it to scripts/licenses.mjs with the reason.`,
  );
}
console.log(`\n${installed.length} packages, ${byLicense.size} licences, ${strangers.length} not agreed to.`);
process.exitCode = strangers.length > 0 ? 1 : 0;

/** An SPDX expression is agreed to when one side of an OR, or both sides of an AND, are. */
function agreed(expression) {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (bare.includes(' OR ')) return bare.split(' OR ').some(agreed);
  if (bare.includes(' AND ')) return bare.split(' AND ').every(agreed);
  return AGREED.has(bare);
}

function declared(path) {
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
  return license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ');
}

function grouped(packages) {
  const groups = new Map();
  for (const one of packages) groups.set(one.license, [...(groups.get(one.license) ?? []), one]);
  return groups;
}
