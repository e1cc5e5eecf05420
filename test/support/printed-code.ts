import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';

/** The first block of JavaScript on a page, as it is printed there. */
export function printedCode(page: string): string {
  const text = readFileSync(join(packageRoot(), page), 'utf8');
  const code = /^```js\n([\s\S]*?)^```$/m.exec(text)?.[1];
  if (!code) throw new Error(`${page} shows no JavaScript.`);
  return code;
}

/** Writes such blocks to files that Node can import: `{ 'listen.mjs': 'docs/LIVE-CLIENTS.md' }`. */
export function layOut(folder: string, pages: Record<string, string>): void {
  for (const [name, page] of Object.entries(pages)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, printedCode(page));
  }
}
