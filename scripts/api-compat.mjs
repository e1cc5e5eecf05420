// `npm run api:compat`: names what docs/openapi.json breaks for clients of the release before, which is kept in
// docs/releases. Only a version that may break (CHANGELOG.md) gets away with it. Two files can be named instead.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { breaksBetween } from './api/compare.mjs';

const root = resolve(import.meta.dirname, '..');
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const numbers = (version) => version.split('.').map(Number);

/** The newest release that is not newer than this. */
function lastRelease() {
  const versions = readdirSync(join(root, 'docs/releases')).flatMap(
    (name) => /^openapi-(\d+\.\d+\.\d+)\.json$/.exec(name)?.[1] ?? [],
  );
  const inOrder = versions.sort((one, other) => {
    const at = numbers(one).findIndex((number, i) => number !== numbers(other)[i]);
    return at < 0 ? 0 : numbers(one)[at] - numbers(other)[at];
  });
  return inOrder.at(-1);
}

/** By semantic versioning: another major version, or, before 1.0, another minor one. */
function mayBreak(from, to) {
  const [[major, minor], [newMajor, newMinor]] = [numbers(from), numbers(to)];
  return newMajor > major || (major === 0 && newMajor === 0 && newMinor > minor);
}

const [given, other = join(root, 'docs/openapi.json')] = process.argv.slice(2);
const release = lastRelease();
const { version } = read(join(root, 'package.json'));
const breaks = breaksBetween(read(given ?? join(root, `docs/releases/openapi-${release}.json`)), read(other));
const since = given ?? release;
if (breaks.length === 0) console.log(`Nothing breaks for clients of ${since}.`);
else {
  console.log(`${breaks.length === 1 ? 'One change breaks' : `${breaks.length} changes break`} clients of ${since}:`);
  for (const line of breaks) console.log(`  ${line}`);
  if (!given && mayBreak(release, version)) console.log(`Version ${version} may: say each of them in CHANGELOG.md.`);
  else process.exitCode = 1;
}
