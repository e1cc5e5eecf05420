// `npm run openapi`: builds, and commits to paper what the program says of itself: docs/openapi.json and docs/routes.txt,
// and the types of packages/client.
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildIfStale } from './build.mjs';
import { writeClientTypes } from './client-types.mjs';

const root = resolve(import.meta.dirname, '..');

if (await buildIfStale()) {
  for (const name of ['openapi.json', 'routes.txt']) copyFileSync(join(root, 'dist', name), join(root, 'docs', name));
  await writeClientTypes();
  console.log(
    'Wrote docs/openapi.json, docs/routes.txt and the types of packages/client. Read the difference before you commit it.',
  );
} else {
  process.exitCode = 1;
}
