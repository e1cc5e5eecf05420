import { depthOf, pathAt } from '../depth.mjs';
import { Generator } from '../load/process.mjs';
import { figure, median } from '../report/figures.mjs';
import { undisturbed } from '../stage/machine.mjs';
import { startProgram, stopServer } from '../stage/servers.mjs';
import { say } from '../stage/stage.mjs';
import { turn } from '../stage/turn.mjs';

export const DATA_HEAD = ['work', 'tasks', 'req/s', 'p50 ms', 'p99 ms', 'CPU server ms', 'CPU PostgreSQL ms', 'others'];

const COUNT = 'SELECT count(*)::int AS count FROM tasks';

/** W1, W2 and W5 with the data that there is. */
export async function measureData(stage, options) {
  const { count } = (await stage.client.query(COUNT)).rows[0];
  const words = `${count.toLocaleString('en')} tasks`;
  const program = { ...(await startProgram(stage)), queue: 'deliveries' };
  const generator = new Generator(stage);
  const path = await pathAt(stage, program, await depthOf(stage));
  const works = {
    'W1 read a task': { work: 'read' },
    'W2 a page of 20 tasks': { work: 'list' },
    'W5 a page at depth': { work: 'page', parameters: { path } },
  };
  const played = { ...stage, connections: options.connections };
  const result = { words, rows: [], cpu: {} };
  for (const [name, order] of Object.entries(works)) {
    const turns = await turnsOf(played, generator, program, { name, order, options, words });
    const middle = (column) => median(turns.map((one) => one[column]));
    result.cpu[name] = middle('serverCpu') + middle('databaseCpu');
    const figures = ['rate', 'p50', 'p99', 'serverCpu', 'databaseCpu'].map((column) => figure(middle(column)));
    result.rows.push([name, count.toLocaleString('en'), ...figures, `${Math.round(middle('others') * 100)} %`]);
  }
  await generator.stop();
  await stopServer(program);
  return result;
}

async function turnsOf(stage, generator, program, { name, order, options, words }) {
  await turn(stage, generator, program, { ...order, requests: options.warmUp });
  const turns = [];
  for (let round = 1; round <= options.rounds; round++) {
    const timed = { ...order, seconds: options.seconds };
    turns.push(await undisturbed(stage, () => turn(stage, generator, program, timed), options.quick ? 1 : undefined));
    say(`${name}, ${words}, round ${round}: ${figure(turns.at(-1).rate)}/s, p50 ${figure(turns.at(-1).p50)} ms`);
  }
  return turns;
}
