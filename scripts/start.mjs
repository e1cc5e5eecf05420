// `npm start`: builds what is stale, then becomes the program. One process, and npm's shell makes way for it (`exec`),
// so a signal sent to npm reaches the server.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale } from './build.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
const main = resolve(import.meta.dirname, '../dist/src/main.js');

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`fasttrack needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else if (!(await buildIfStale())) {
  process.exitCode = 1;
} else {
  console.log('Starting fasttrack …');
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
}
