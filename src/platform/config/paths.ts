import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of fasttrack's own package.json, from the sources as from dist/. Tests run as CommonJS and have
 * `__dirname`; the built program is an ES module and asks where its main file lies.
 */
export function packageRoot(): string {
  const here = typeof __dirname === 'string' ? __dirname : dirname(process.argv[1] ?? '.');
  const found = rootAbove(here) ?? rootAbove(process.cwd());
  if (!found) throw new Error(`No package.json of fasttrack above ${here} or ${process.cwd()}.`);
  return found;
}

/** Where `npm run build` puts the board. */
export function boardFolder(): string {
  return join(packageRoot(), 'web/dist');
}

/** Whether there is one: the API runs without it. */
export function hasBoard(): boolean {
  return existsSync(join(boardFolder(), 'index.html'));
}

/** Where the embedded database and generated secrets are kept. */
export function defaultDataDir(): string {
  return join(packageRoot(), '.data');
}

function rootAbove(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isOurs(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function isOurs(file: string): boolean {
  if (!existsSync(file)) return false;
  return (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'fasttrack';
}
