// `npm run routes`: every route with method, path, permission and relation, as the program declares them now.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildIfStale } from './build.mjs';

if (await buildIfStale())
  process.stdout.write(readFileSync(resolve(import.meta.dirname, '../dist/routes.txt'), 'utf8'));
else process.exitCode = 1;
