// `npm run bench`: the program beside the floor, on one machine, in turns. See docs/PERFORMANCE.md.
import { cpus } from 'node:os';
import { Generator } from './load/process.mjs';
import { measureBurst } from './burst.mjs';
import { prepareBoard } from './board.mjs';
import { measureDepth } from './depth.mjs';
import { measureFollowers } from './followers.mjs';
import { measureRequests, REQUEST_HEAD, requestCells } from './requests.mjs';
import { table } from './report/table.mjs';
import { requireAlike } from './stage/alike.mjs';
import { versionOf } from './stage/database.mjs';
import { calibrate } from './stage/machine.mjs';
import { readOptions } from './stage/options.mjs';
import { startFloor, startProgram, stopServer } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';
import { stormLines } from './storm.mjs';

const options = readOptions();
const wants = (...names) => names.some((name) => options.only.includes(name));

await onStage(options, async (base) => {
  const stage = { ...base, connections: options.connections };
  const generator = new Generator(stage);
  stage.calibration = calibrate();
  const { program, floor, limit } = await start(stage);
  if (wants('W8')) stage.board = await prepareBoard(stage, program);
  await requireAlike([program, floor, ...limit], stage);

  const requests = wants('W1', 'W1T', 'W2', 'W3', 'W4', 'W8')
    ? await measureRequests(stage, generator, [floor, program, ...limit], options)
    : [];
  const lines = [];
  if (wants('W5')) lines.push(...(await measureDepth(stage, generator, [floor, program], options)));
  if (wants('W6')) lines.push(...(await stormLines({ generator, program, options })));
  await stopServer(program);
  if (wants('W7')) lines.push(...(await measureBurst(stage, options)));
  if (wants('W9')) lines.push(...(await measureFollowers(stage, options)));
  await print(stage, requests, lines);
});

async function start(stage) {
  say('starting the floor and the program');
  const floor = { ...(await startFloor(stage)), queue: 'floor_deliveries' };
  const program = { ...(await startProgram(stage)), queue: 'deliveries' };
  if (!options.limit) return { floor, program, limit: [] };
  const limit = { ...(await startFloor(stage, { name: 'limit', singleStatements: true })), queue: 'floor_deliveries' };
  return { floor, program, limit: [limit] };
}

async function print({ client, calibration }, requests, lines) {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}`;
  const how = `${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections`;
  console.log(
    `\n${machine}, PostgreSQL ${await versionOf(client)}; ${how}${options.quick ? ' (quick: not for comparing)' : ''}\n`,
  );
  console.log(`${paceOf(calibration, calibrate())}\n`);
  if (requests.length > 0) console.log(`${table(REQUEST_HEAD, requests.map(requestCells))}\n`);
  if (lines.length > 0)
    console.log(
      `${table(
        ['work', 'figure', 'value', 'goal'],
        lines.map(({ cells }) => cells),
      )}\n`,
    );
  sayDisturbed(requests);
  if (options.quick) console.log('A quick run only shows that everything works: its figures are held against no goal.');
  else judge([...requests, ...lines]);
}

/** So that figures of two machines, or of two hours, can be told apart. */
function paceOf(before, after) {
  const change = Math.round((after / before - 1) * 100);
  const times = `${before.toFixed(2)} ms before and ${after.toFixed(2)} ms after`;
  const doubt = Math.abs(change) > 20 ? `; its pace changed by ${change} %: trust the ratios only` : '';
  return `A fixed piece of work took one processor ${times}${doubt}.`;
}

function sayDisturbed(requests) {
  const count = requests.reduce((sum, { disturbed }) => sum + disturbed, 0);
  if (count > 0)
    console.log(`Others used more than a tenth of the processors during ${count} turns, also when they were repeated.`);
}

function judge(results) {
  const missed = results.filter(({ met }) => met === false);
  console.log(missed.length === 0 ? 'Every goal is met.' : `Not met: ${missed.map(({ title }) => title).join(', ')}.`);
  if (missed.length > 0) process.exitCode = 2;
}
