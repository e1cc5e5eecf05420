// `npm run bench:transfer [-- tasks]`: a project of that many tasks comes in, goes out and comes in again, in constant memory.
import { request } from 'node:http';
import { once } from 'node:events';
import { ask, count, Stand } from '../campaign/stand.mjs';
import { judge } from './stage/judge.mjs';
import { stopServer } from './stage/servers.mjs';
import { residentMiB } from './stage/usage.mjs';

const LOOK_MS = 50;
/** What a transfer may take beside what the program has: pages, buffers, and what the collector has not taken yet. */
const GOAL_MIB = 150;
/** Every tenth task has a comment, and every third is part of the one before. */
const COMMENT_EVERY = 10;

const tasks = count(process.argv[2], 100_000);
const stand = await Stand.open();
try {
  const server = await stand.start({ env: { LOG_LEVEL: 'warn' } });
  const [{ token }] = await stand.people('mover');
  await send(server, token, linesOf(100), 'name=warm');
  const rest = residentMiB(server.pid);
  const first = await measure('import', server, rest, () => send(server, token, linesOf(tasks)));
  if (first.created.tasks !== tasks) throw new Error(`Of ${tasks} tasks ${first.created.tasks} came in.`);
  const { id } = first.project;
  const lines = await measure('export', server, rest, () => read(server, token, `/projects/${id}/export`));
  await measure('table', server, rest, () => read(server, token, `/projects/${id}/export?format=csv`));
  const again = await measure('second import', server, rest, () => send(server, token, linesOf(tasks)));
  judge(`a second import adds ${again.created.tasks} tasks; the export has ${lines} lines`, again.created.tasks === 0);
  const { data } = await ask(server.port, 'GET', `/projects/${id}/tasks?limit=1&sort=-id`, { token });
  judge(`the last task is number ${data.items[0].number}`, data.items[0].number === tasks);
  await stopServer(server);
} finally {
  await stand.close();
}

async function measure(what, { pid }, rest, work) {
  let highest = 0;
  const watch = setInterval(() => (highest = Math.max(highest, residentMiB(pid))), LOOK_MS);
  const started = performance.now();
  const result = await work();
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1_000;
  judge(
    `${what} of ${tasks} tasks in ${seconds.toFixed(1)} s: ${rest.toFixed(0)} MiB resident before, at most ` +
      `${highest.toFixed(0)} MiB meanwhile (at most ${GOAL_MIB} MiB more)`,
    highest - rest <= GOAL_MIB,
  );
  return result;
}

function* linesOf(size) {
  yield { kind: 'project', format: 'fasttrack', version: 1, origin: 'bench', id: size, name: `Project of ${size}` };
  for (let id = 1; id <= size; id++) {
    const parent_id = id % 3 === 0 ? id - 1 : null;
    const description = `What is to be done about ${id}, and why, in a sentence or two.`;
    yield { kind: 'task', id, parent_id, title: `Task ${id}`, description, labels: ['a', 'b'], due_on: '2030-01-31' };
    if (id % COMMENT_EVERY === 0) yield { kind: 'comment', id, task_id: id, body: 'Well said', author: 'Ann' };
  }
}

async function send({ port }, token, lines, query = '') {
  const headers = { 'Content-Type': 'application/x-ndjson', Authorization: `Bearer ${token}` };
  const call = request({ port, method: 'POST', path: `/projects/import?${query}`, headers, agent: false });
  const answered = once(call, 'response');
  let text = '';
  for (const line of lines) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < 64 * 1024) continue;
    if (!call.write(text)) await once(call, 'drain');
    text = '';
  }
  call.end(text);
  const [answer] = await answered;
  const { data, error } = JSON.parse(Buffer.concat(await answer.toArray()).toString());
  if (!data) throw new Error(`An import answered ${answer.statusCode} ${JSON.stringify(error)}.`);
  return data;
}

async function read({ port }, token, path) {
  const call = request({ port, path, headers: { Authorization: `Bearer ${token}` }, agent: false }).end();
  const [answer] = await once(call, 'response');
  let lines = 0;
  for await (const chunk of answer) for (const byte of chunk) if (byte === 10) lines++;
  if (answer.statusCode !== 200) throw new Error(`An export answered ${answer.statusCode}.`);
  return lines;
}
