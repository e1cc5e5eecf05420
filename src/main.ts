import { readArguments } from './platform/config/sources/arguments.js';
import { ConfigProblems } from './platform/config/problems.js';
import { start } from './start.js';

/** What sysexits.h calls EX_CONFIG: nothing was started, and starting again unchanged would not help. */
const EX_CONFIG = 78;

try {
  await start(readArguments(process.argv.slice(2)));
} catch (error) {
  const isConfig = error instanceof ConfigProblems;
  const words = isConfig ? `The configuration has problems.\n\n${error.table()}` : (error as Error).message;
  process.stderr.write(`\nfasttrack was not started. ${words}\n\n`);
  process.exit(isConfig ? EX_CONFIG : 1);
}
