import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopServer } from '../bench/stage/servers.mjs';
import { Listener } from './listener.mjs';
import { ask, count, insist, Rounds, Stand, Verdict } from './stand.mjs';

const WRITERS = 4;
const LONGEST_LIFE_MS = 1_200;
const AROUND = { todo: 'in_progress', in_progress: 'done', done: 'todo' };

/** One of two instances dies at a random moment, again and again, while people write and one listens. */
export async function kills([given]) {
  const rounds = new Rounds('kills', count(given, 200));
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const servers = [await stand.start(), await stand.start()];
    const ports = servers.map((_, index) => () => servers[index].port);
    const [listening, ...owners] = await stand.people(
      'listener',
      ...Array.from({ length: WRITERS }, (_, n) => `owner-${n}`),
    );
    const listener = new Listener(ports, listening.token);
    const run = { isOver: false, acknowledged: [] };
    const writers = owners.map((owner, nth) => write({ ports, run, owner, nth, listenerId: listening.id }));
    for (const kill of rounds) await killOne(stand, servers, kill % 2);
    run.isOver = true;
    await Promise.all(writers);
    await stand.settled();
    const last = await stand.one('SELECT coalesce(max(seq), 0)::int FROM notifications WHERE user_id = $1', [
      listening.id,
    ]);
    for (let waited = 0; waited < 10_000 && listener.lastSeq < last; waited += 50) await sleep(50);
    await listener.stop();
    await checkRows(stand, verdict, run.acknowledged);
    await checkNotifications(stand, verdict, listening.id);
    verdict.require(listener.heardAll(last), `heard ${listener.heard.length} of ${last}: ${gap(listener.heard)}`);
    verdict.require(listener.resyncs === 0, `${listener.resyncs} resyncs`);
    verdict.say(
      `kills: ${rounds.done} × kill -9 of one of two instances, ${run.acknowledged.length} acknowledged writes by ${WRITERS} people all there, ` +
        `${last} notifications heard once each and in order over ${listener.connections} connections`,
    );
    await Promise.all(servers.map(stopServer));
  } finally {
    await stand.close();
  }
}

/** Kills one of them after a random moment, and starts another in its place. */
export async function killOne(stand, servers, victim) {
  await sleep(randomInt(LONGEST_LIFE_MS));
  const { child } = servers[victim];
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  servers[victim] = await startAgain(stand);
}

/** As a supervisor does: on a machine that is far too busy, PostgreSQL may not answer in time for a start. */
async function startAgain(stand, attempts = 5) {
  try {
    return await stand.start();
  } catch (error) {
    if (attempts === 1 || !error.message.includes('does not answer')) throw error;
    return startAgain(stand, attempts - 1);
  }
}

/** Tasks, steps of their status, comments: each with a key, and repeated until somebody answers for it. */
async function write({ ports, run, owner, nth, listenerId }) {
  const { token } = owner;
  const post = (path, key, body) => insist(ports, path, { token, body, key: `${nth}-${key}` });
  const project = await post('/projects', 'project', { name: `Project ${nth}` });
  for (let round = 0; !run.isOver; round++) {
    const title = `Task ${nth}-${round}`;
    const body = { title, assignee_id: Number(listenerId) };
    const { data: task } = await post(`/projects/${project.data.id}/tasks`, `task-${round}`, body);
    run.acknowledged.push({ table: 'tasks', column: 'title', id: task.id, text: title });
    const said = `Comment ${nth}-${round}`;
    const { data: comment } = await post(`/tasks/${task.id}/comments`, `comment-${round}`, { body: said });
    run.acknowledged.push({ table: 'comments', column: 'body', id: comment.id, text: said });
    const port = ports[round % 2]();
    const change = { token, body: { status: AROUND[task.status] }, limitMs: 5_000 };
    const moved = await ask(port, 'PATCH', `/tasks/${task.id}`, change).catch(() => null);
    if (moved?.status === 200)
      run.acknowledged.push({ table: 'tasks', column: 'status', id: task.id, text: 'in_progress' });
  }
}

export async function checkRows(stand, verdict, acknowledged) {
  for (const { table, column, id, text } of acknowledged) {
    const found = await stand.one(`SELECT ${column} FROM ${table} WHERE id = $1`, [id]);
    verdict.require(found === text, `${table} ${id}: ${column} is ${found}, acknowledged was ${text}`);
  }
  for (const [words, sql] of Object.entries(HALF_DONE)) {
    const rows = await stand.rows(sql);
    verdict.require(rows.length === 0, `${words}: ${JSON.stringify(rows[0])}`);
  }
}

const facts = (type, id) =>
  `(SELECT count(*) FROM events WHERE type = '${type}' AND subject_type = '${type.split('.')[0]}' AND subject_id = ${id})`;

/** Each finds rows that should not be. */
const HALF_DONE = {
  'a task was made twice': 'SELECT title FROM tasks GROUP BY title HAVING count(*) > 1',
  'a comment was made twice': 'SELECT body FROM comments GROUP BY body HAVING count(*) > 1',
  'a task without its event': `SELECT id FROM tasks WHERE ${facts('task.created', 'tasks.id')} <> 1 OR ${facts('task.assigned', 'tasks.id')} <> 1`,
  'an event without its task': `SELECT e.id FROM events e LEFT JOIN tasks t ON t.id = e.subject_id WHERE e.type = 'task.created' AND t.id IS NULL`,
  'a step without its event': `SELECT id, version FROM tasks WHERE ${facts('task.status_changed', 'tasks.id')} <> version - 1`,
  'comments and their events differ': `
    SELECT c.count, e.count FROM (SELECT count(*) FROM comments) c, (SELECT count(*) FROM events WHERE type = 'comment.added') e
    WHERE c.count <> e.count`,
  'a count of a project is wrong': `
    SELECT p.id FROM projects p WHERE todo_count <> (SELECT count(*) FROM tasks WHERE project_id = p.id AND status = 'todo')
      OR in_progress_count <> (SELECT count(*) FROM tasks WHERE project_id = p.id AND status = 'in_progress')`,
  'a kept answer without its row, or the other way round': `
    SELECT k.count, w.count FROM (SELECT count(*) FROM kept_answers) k,
      (SELECT (SELECT count(*) FROM tasks) + (SELECT count(*) FROM comments) + (SELECT count(*) FROM projects) AS count) w
    WHERE k.count <> w.count`,
  'a delivery was given up': 'SELECT subscriber, last_error FROM deliveries WHERE dead_at IS NOT NULL',
};

/** Every event that concerns the listener is one notification, and their numbers have no gap. */
async function checkNotifications(stand, verdict, userId) {
  const [row] = await stand.rows(
    `SELECT count(*)::int AS count, coalesce(max(seq), 0)::int AS last, count(DISTINCT (type, data))::int AS different,
       (SELECT count(*)::int FROM events WHERE type IN ('task.assigned', 'task.status_changed', 'comment.added')) AS expected
     FROM notifications WHERE user_id = $1`,
    [userId],
  );
  const isWhole = row.count === row.last && row.different === row.count && row.expected === row.count;
  verdict.require(isWhole, `notifications: ${JSON.stringify(row)}`);
}

function gap(heard) {
  const index = heard.findIndex((seq, at) => seq !== at + 1);
  return index < 0
    ? 'the last are missing'
    : `after ${heard.slice(Math.max(0, index - 3), index)} came ${heard.slice(index, index + 3)}`;
}
