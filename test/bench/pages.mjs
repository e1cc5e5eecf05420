// `npm run bench:pages`: a list is walked from end to end, and its last pages cost what its first ones cost.
import { Connection, wire } from './load/connection.mjs';
import { figure, median } from './report/figures.mjs';
import { judge } from './stage/judge.mjs';
import { readOptions } from './stage/options.mjs';
import { startProgram } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';

const GOAL = 1.5;
const LIMIT = 100;
/** Pages at either end that are compared, and how often each of them is asked for. */
const PAGES = 20;
const TIMES = 20;

await onStage(readOptions(), async (stage) => {
  const program = await startProgram(stage);
  const connection = new Connection(program.port);
  const ask = async (path) => {
    const { status, body } = await connection.ask(wire('GET', path, { token: stage.players.admin.token }));
    if (status !== 200) throw new Error(`GET ${path} → ${status} ${body}`);
    return JSON.parse(body).data;
  };
  const { rows } = await stage.client.query('SELECT count(*) AS count FROM tasks');
  const paths = await walk(ask, rows[0].count);
  await ask(paths[0]);
  await compare(ask, paths);
  connection.close();
});

/** Every page once; the paths of all of them. */
async function walk(ask, expected) {
  say(`walking through ${expected} tasks by ${LIMIT}`);
  const seen = new Set();
  const paths = [];
  const started = performance.now();
  for (let cursor = ''; cursor !== null;) {
    const path = `/tasks?limit=${LIMIT}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page = await ask(path);
    for (const { id } of page.items) seen.add(id);
    if (page.items.length === LIMIT) paths.push(path);
    cursor = page.next_cursor;
  }
  const seconds = (performance.now() - started) / 1000;
  judge(`${seen.size} of ${expected} tasks seen in ${figure(seconds)} s, none of them twice`, seen.size === expected);
  return paths;
}

/** First and last pages in turn, so that what disturbs the machine disturbs both. */
async function compare(ask, paths) {
  const [first, last] = [paths.slice(0, PAGES), paths.slice(-PAGES)];
  const times = { first: [], last: [] };
  for (let time = 0; time < TIMES; time++) {
    for (let index = 0; index < PAGES; index++) {
      times.first.push(await timeOf(() => ask(first[index])));
      times.last.push(await timeOf(() => ask(last[index])));
    }
  }
  const [early, late] = [median(times.first), median(times.last)];
  const words = `a page of ${LIMIT} at the end takes ${figure(late)} ms, at the start ${figure(early)} ms`;
  judge(`${words}: ${figure(late / early)} × (at most ${GOAL} ×)`, late <= early * GOAL);
}

async function timeOf(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
