import { isDeepStrictEqual } from 'node:util';
import { Connection, wire } from '../load/connection.mjs';

/**
 * A comparison is worth something only where both do the same: asks every server the six requests once, and compares
 * the answers field by field, what must differ (times, ids, versions, cursors) by its type.
 *
 * @throws with the first difference
 */
export async function requireAlike(servers, { players, board }) {
  const pages = board ? Object.values(board).map(({ paths, token }) => get(paths.at(-1), token)) : [];
  for (const request of [...requestsOf(players), ...pages]) {
    const answers = [];
    for (const { name, port } of servers) answers.push({ name, ...(await ask(port, request)) });
    const [first, ...others] = answers;
    for (const other of others) {
      if (first.status === other.status && isDeepStrictEqual(first.shape, other.shape)) continue;
      const shown = [first, other].map(({ name, status, body }) => `${name}: ${status} ${body}`);
      throw new Error(`The servers answer ${request.line} differently.\n${shown.join('\n')}`);
    }
  }
}

/** A move there and back for each server, so that all of them find the task as it was. */
function requestsOf({ readers, writers, movables, admin }) {
  const [reader] = readers;
  const [writer] = writers;
  const task = movables.at(-1);
  const body = { title: 'Are they alike?', description: 'They should be.', priority: 'high' };
  return [
    get(`/tasks/${reader.tasks[0]}`, reader.token),
    get(`/projects/${reader.projects[0]}/tasks?status=todo`, reader.token),
    get('/tasks', admin.token),
    sent('POST', `/projects/${writer.projects[0]}/tasks`, { token: writer.token, bodies: [body] }),
    sent('PATCH', `/tasks/${task.id}`, { token: task.token, bodies: [{ status: 'in_progress' }, { status: 'todo' }] }),
  ];
}

function get(path, token) {
  return { line: `GET ${path}`, texts: [wire('GET', path, { token })] };
}

function sent(method, path, { token, bodies }) {
  return { line: `${method} ${path}`, texts: bodies.map((body) => wire(method, path, { token, body })) };
}

async function ask(port, { texts }) {
  const connection = new Connection(port);
  let answer;
  for (const text of texts) answer = await connection.ask(text);
  connection.close();
  const body = answer.body.toString();
  return { status: answer.status, body, shape: shapeOf(JSON.parse(body)) };
}

const DIFFERS = new Set(['ref', 'number', 'position', 'version', 'created_at', 'updated_at', 'next_cursor']);

function shapeOf(value, name = '') {
  if (DIFFERS.has(name) || (name === 'id' && typeof value === 'number')) return typeof value;
  if (Array.isArray(value)) return value.map((item) => shapeOf(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner, key)]));
}
