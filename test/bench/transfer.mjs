// `npm run bench:transfer [-- tasks]`: a project of that many tasks comes in, goes out and comes in again, in constant memory.
import { request } from 'node:http';
import { once } from 'node:events';
import { ask, count, Stand } from '../campaign/stand.mjs';
import { judge } from './stage/judge.mjs';
import { stopServer } from './stage/servers.mjs';
import { residentMiB } from './stage/usage.mjs';

const LOOK_MS = 50;
/** What one that is ten times as large may take beside ten smaller ones: what the collector has not taken yet. */
const GOAL_MIB = 100;
const SMALLER = 10;
/** Every tenth task has a comment, and every third is part of the one before. */
const COMMENT_EVERY = 10;

const tasks = count(process.argv[2], 100_000);
const stand = await Stand.open();
try {
  const server = await stand.start({ env: { LOG_LEVEL: 'warn' } });
  const [{ token }] = await stand.people('mover');
  // As many in all: V8 lets a busy heap grow, so that a single small one would say nothing of it.
  const tenth = Math.ceil(tasks / SMALLER);
  const rest = await measure(`${SMALLER} imports`, tenth, server, async () => {
    for (let nth = 1; nth <= SMALLER; nth++) {
      const { project } = await send(server, token, linesOf(tenth, `small ${nth}`));
      await read(server, token, `/projects/${project.id}/export`);
    }
  });
  const large = () => send(server, token, linesOf(tasks, 'large'));
  const first = (await measure('import', tasks, server, large, rest)).result;
  if (first.created.tasks !== tasks) throw new Error(`Of ${tasks} tasks ${first.created.tasks} came in.`);
  const { id } = first.project;
  const whole = () => read(server, token, `/projects/${id}/export`);
  const { result: lines } = await measure('export', tasks, server, whole, rest);
  await measure('table', tasks, server, () => read(server, token, `/projects/${id}/export?format=csv`), rest);
  const { result: again } = await measure('second import', tasks, server, large, rest);
  judge(`a second import adds ${again.created.tasks} tasks; the export has ${lines} lines`, again.created.tasks === 0);
  const { data } = await ask(server.port, 'GET', `/projects/${id}/tasks?limit=1&sort=-id`, { token });
  judge(`the last task is number ${data.items[0].number}`, data.items[0].number === tasks);
  await stopServer(server);
} finally {
  await stand.close();
}

/** @param smaller the same of a smaller project */
async function measure(what, size, { pid }, work, smaller) {
  const before = residentMiB(pid);
  let highest = before;
  const watch = setInterval(() => (highest = Math.max(highest, residentMiB(pid))), LOOK_MS);
  const started = performance.now();
  const result = await work();
  clearInterval(watch);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  const words = `${what} of ${size} tasks in ${seconds} s: ${before.toFixed(0)} MiB before, at most ${highest.toFixed(0)} MiB`;
  if (smaller)
    judge(`${words} (at most ${GOAL_MIB} MiB more than ${SMALLER} of a tenth)`, highest - smaller.highest <= GOAL_MIB);
  else console.log(`  ${words}`);
  return { result, highest };
}

function* linesOf(size, project) {
  yield {
    kind: 'project',
    format: 'fasttrack',
    version: 1,
    origin: `bench ${project}`,
    id: 1,
    name: `Project ${project}`,
  };
  for (let id = 1; id <= size; id++) {
    const parent_id = id % 3 === 0 ? id - 1 : null;
    const description = `What is to be done about ${id}, and why, in a sentence or two.`;
    yield { kind: 'task', id, parent_id, title: `Task ${id}`, description, labels: ['a', 'b'], due_on: '2030-01-31' };
    if (id % COMMENT_EVERY === 0) yield { kind: 'comment', id, task_id: id, body: 'Well said', author: 'Ann' };
  }
}

async function send({ port }, token, lines) {
  const headers = { 'Content-Type': 'application/x-ndjson', Authorization: `Bearer ${token}` };
  const call = request({ port, method: 'POST', path: '/projects/import', headers, agent: false });
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
