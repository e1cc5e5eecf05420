// `npm run bench:start`: how long a start takes with an existing database, and what an idle instance needs.
import { setTimeout as sleep } from 'node:timers/promises';
import { figure, median } from './report/figures.mjs';
import { judge } from './stage/judge.mjs';
import { readOptions } from './stage/options.mjs';
import { startProgram, stopServer } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';
import { residentMiB } from './stage/usage.mjs';

const GOAL_MS = 1_500;
const GOAL_MIB = 130;
/** V8 gives back what starting took some twenty seconds after it is over. */
const IDLE_MS = 30_000;

const options = readOptions();
await onStage({ scale: options.scale }, async (stage) => {
  const starts = [];
  for (let index = 1; index <= Math.max(3, options.rounds); index++) {
    const program = await startProgram(stage, { name: `start-${index}` });
    await sleep(IDLE_MS);
    starts.push({ ms: program.startMs, mib: residentMiB(program.pid) });
    await stopServer(program);
    say(`start ${index}: ${figure(starts.at(-1).ms)} ms, ${figure(starts.at(-1).mib)} MiB after ${IDLE_MS / 1000} s`);
  }
  const [ms, mib] = [median(starts.map((start) => start.ms)), median(starts.map((start) => start.mib))];
  judge(`the first answer comes after ${figure(ms)} ms (at most ${GOAL_MS} ms)`, ms <= GOAL_MS);
  judge(`an idle instance keeps ${figure(mib)} MiB (at most ${GOAL_MIB} MiB)`, mib <= GOAL_MIB);
});
