// `npm run backup`, `restore`, `doctor`, `migrate`, `upgrade-check`: builds what is stale, then becomes the command (src/operations).
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale } from './build.mjs';

const main = resolve(import.meta.dirname, '../dist/src/operations/main.js');

if (await buildIfStale()) {
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
} else {
  process.exitCode = 1;
}
