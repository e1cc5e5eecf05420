// `npm run size -w packages/client`: what a page loads of the built client, minified and compressed.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { minifySync } from '@swc/core';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'packages/client/dist');
if (!existsSync(join(dist, 'client.js'))) {
  console.error('The client is not built. Run: npm run build');
  process.exit(1);
}

/** A file and all that it imports from the package. */
function withImports(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import) '(\.[^']+)'/g))
    withImports(resolve(dirname(file), path), seen);
  return seen;
}

const minified = (files) =>
  [...files].map((file) => minifySync(readFileSync(file, 'utf8'), { module: true }).code).join('\n');
const socket = readFileSync(join(root, 'node_modules/socket.io-client/dist/socket.io.esm.min.js'), 'utf8');
const sizes = {
  'requests alone (@fasttrack/client/http)': minified(withImports(join(dist, 'http-client.js'))),
  'all of it (@fasttrack/client)': minified(withImports(join(dist, 'client.js'))),
  'socket.io-client, loaded with the first live connection': socket,
};
for (const [name, code] of Object.entries(sizes)) {
  const [plain, packed] = [code.length, gzipSync(code).length].map((bytes) =>
    `${(bytes / 1000).toFixed(1)} kB`.padStart(8),
  );
  console.log(`${packed} compressed ${plain} minified  ${name}`);
}
