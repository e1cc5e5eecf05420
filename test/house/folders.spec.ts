import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Twelve is the aim, and two more are no reason to tear apart what belongs together. */
const MOST = 14;

const source = resolve(__dirname, '../../src');

/** Folders with the number of their own files, tests left out. */
function folders(): [name: string, files: number][] {
  const entries = readdirSync(source, { recursive: true, withFileTypes: true });
  const counts = new Map<string, number>();
  for (const entry of entries) {
    if (!entry.isFile() || /\.spec\.ts$/.test(entry.name)) continue;
    const folder = join(entry.parentPath, '.').slice(source.length + 1);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts];
}

test(`no folder has more than ${MOST} files: it would be two ideas`, () => {
  const all = folders();
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(([, files]) => files > MOST)).toEqual([]);
});
