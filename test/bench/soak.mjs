// `npm run bench:soak`: memory does not grow with what was done.
import { setTimeout as sleep } from 'node:timers/promises';
import { Generator, LoadProcess } from './load/process.mjs';
import { figure, slope } from './report/figures.mjs';
import { judge } from './stage/judge.mjs';
import { readOptions } from './stage/options.mjs';
import { startProgram } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';
import { residentMiB } from './stage/usage.mjs';

const REQUESTS = 200_000;
const SOCKETS = 10_000;
const BATCHES = 40;
const PEOPLE = 100;
const SETTLE_MS = 1_000;
/** What resident memory moves by itself; a leak of 50 bytes a request would be 10 MiB. */
const GOAL_MIB = 10;

const options = readOptions();
await onStage({ scale: options.scale }, async (stage) => {
  const batches = options.quick ? BATCHES / 10 : BATCHES;
  // A window that is over between two batches: what it remembers is not what grows.
  const program = await startProgram(stage, { env: { RATE_LIMIT_WINDOW_SECONDS: '2' } });
  const load = { generator: new Generator(stage), audience: new LoadProcess('audience.mjs', stage.cleanUp) };
  const batch = () => work(stage, load, program);
  say(`warming up: ${batches / 4} batches of ${REQUESTS / BATCHES} requests and ${SOCKETS / BATCHES} sockets`);
  for (let index = 0; index < batches / 4; index++) await batch();
  const points = [];
  for (let index = 0; index <= batches; index++) {
    if (index > 0) await batch();
    await sleep(SETTLE_MS);
    points.push({ x: index, y: residentMiB(program.pid) });
    say(
      `after ${(index * REQUESTS) / BATCHES} requests and ${(index * SOCKETS) / BATCHES} sockets: ${figure(points.at(-1).y)} MiB`,
    );
  }
  report(points);
});

async function work({ players }, { generator, audience }, { port }) {
  await generator.drive({ port, work: 'mixed', connections: 32, requests: REQUESTS / BATCHES });
  const tokens = players.readers.slice(0, PEOPLE).map(({ token }) => token);
  await audience.ask({ order: 'connect', port, tokens, count: SOCKETS / BATCHES });
  await audience.ask({ order: 'leave' });
}

/** The line through all points says how much the whole run has added. */
function report(points) {
  const perBatch = slope(points);
  const whole = perBatch * (points.length - 1);
  const bytes = (perBatch * 1024 * 1024) / (REQUESTS / BATCHES);
  const words = `the slope is ${bytes.toFixed(1)} bytes a request, ${whole.toFixed(1)} MiB over the whole run`;
  judge(`${words} (at most ${GOAL_MIB} MiB)`, whole <= GOAL_MIB);
}
