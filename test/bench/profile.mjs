// `npm run bench:profile -- W1`: where the program spends its time on one kind of request, by module and by function.
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Generator } from './load/process.mjs';
import { ownTimes } from './report/profile.mjs';
import { table } from './report/table.mjs';
import { REQUESTS } from './requests.mjs';
import { startProgram, stopServer } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';
import { turn } from './stage/turn.mjs';

const SECONDS = 15;
const WARM_UP = 20_000;
const SHOWN = 40;

const { positionals, values } = parseArgs({ allowPositionals: true, options: { keep: { type: 'string' } } });
const [name = 'W1'] = positionals;
if (!(name in REQUESTS))
  throw new Error(`There is no profile of ${name}; there is one of ${Object.keys(REQUESTS).join(', ')}.`);

await onStage({ scale: 1 }, async (base) => {
  const stage = { ...base, connections: 32 };
  const nodeArgs = ['--cpu-prof', '--cpu-prof-interval', '500', `--cpu-prof-dir=${stage.folder}`];
  const program = { ...(await startProgram(stage, { nodeArgs })), queue: 'deliveries' };
  const generator = new Generator(stage);
  const { work, title } = REQUESTS[name];
  say(`${title}: warming up, then ${SECONDS} s`);
  await turn(stage, generator, program, { work, requests: WARM_UP });
  const { count } = await turn(stage, generator, program, { work, seconds: SECONDS });
  await stopServer(program);
  const file = join(
    stage.folder,
    readdirSync(stage.folder).find((entry) => entry.endsWith('.cpuprofile')),
  );
  if (values.keep) copyFileSync(file, values.keep);
  report(ownTimes(JSON.parse(readFileSync(file, 'utf8')), SECONDS), count);
});

/** Microseconds of the main thread for each request. */
function report({ byModule, byFunction, busyMs }, count) {
  const cells = ([what, ms]) => [what, ((ms * 1000) / count).toFixed(1), `${((100 * ms) / busyMs).toFixed(1)} %`];
  console.log(`\n${count} requests, ${((busyMs * 1000) / count).toFixed(0)} µs of the main thread for each\n`);
  console.log(`${table(['module', 'µs a request', 'share'], byModule.map(cells))}\n`);
  console.log(table(['function', 'µs a request', 'share'], byFunction.slice(0, SHOWN).map(cells)));
}
