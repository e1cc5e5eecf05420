// The floor: what this machine can do at all. node:http and pg, the requests of the benchmark, the same token check,
// permissions and relations in SQL, named prepared statements, the same envelope; no framework, no validation, no limits.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import pg from 'pg';
import { FloorCourier } from './courier.mjs';
import * as sql from './statements.mjs';
import { Tokens } from './token.mjs';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, String);
const { DATABASE_URL, JWT_PUBLIC_KEY_FILE, PORT, SINGLE_STATEMENTS } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10, application_name: 'fasttrack floor' });
const tokens = new Tokens(readFileSync(JWT_PUBLIC_KEY_FILE));
const courier = new FloorCourier(pool);
const single = SINGLE_STATEMENTS === 'true';
const PAGE = 20;

await pool.query('CREATE TABLE IF NOT EXISTS floor_deliveries (LIKE deliveries INCLUDING ALL)');

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    send(response, 500, null);
  });
});
server.listen(Number(PORT), '127.0.0.1');
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));

async function answer(request, response) {
  const userId = tokens.userOf(request.headers.authorization);
  if (userId === undefined) return send(response, 401, null);
  const [path, query] = request.url.split('?', 2);
  const [, first, id, second] = path.split('/');
  if (request.method === 'GET' && first === 'tasks' && id) return read(response, userId, Number(id));
  const parameters = new URLSearchParams(query);
  if (request.method === 'GET' && first === 'tasks') return listAll(response, userId, parameters);
  if (request.method === 'GET' && second === 'tasks') return list(response, userId, Number(id), parameters);
  if (request.method === 'GET' && second === 'changes') return changes(response, userId, Number(id), parameters);
  const body = JSON.parse(await bodyOf(request));
  if (request.method === 'POST' && second === 'tasks')
    return create(request, response, { userId, id: Number(id), body });
  if (request.method === 'PATCH' && first === 'tasks') return move(request, response, { userId, id: Number(id), body });
  send(response, 404, null);
}

async function read(response, userId, id) {
  const { rows } = await pool.query({ name: 'read', text: sql.READ, values: [id, userId] });
  send(response, rows[0] ? 200 : 404, rows[0] ? view(rows[0]) : null);
}

async function list(response, userId, project, parameters) {
  const values = [project, userId, parameters.get('status'), Number(parameters.get('cursor')), PAGE + 1];
  page(response, (await pool.query({ name: 'list', text: sql.LIST, values })).rows);
}

async function listAll(response, userId, parameters) {
  const values = [userId, Number(parameters.get('cursor')), PAGE + 1];
  page(response, (await pool.query({ name: 'list all', text: sql.LIST_ALL, values })).rows);
}

/** Of tasks; which kinds are asked for is not looked at. */
async function changes(response, userId, project, parameters) {
  const limit = Number(parameters.get('limit'));
  const values = [project, userId, Number(parameters.get('since')), limit + 1];
  const { rows } = await pool.query({ name: 'changes', text: sql.CHANGES, values });
  const hasMore = rows.length > limit;
  const items = rows.slice(0, limit).map((row) => {
    return {
      seq: row.seq,
      kind: 'task',
      id: row.thing,
      deleted: row.id === null,
      data: row.id === null ? null : view(row),
    };
  });
  const end = hasMore ? items.at(-1).seq : (rows[0]?.feed_end ?? 0);
  send(response, rows[0] ? 200 : 404, { items, last_seq: end, has_more: hasMore });
}

function page(response, rows) {
  const items = rows.slice(0, PAGE).map(view);
  const more = rows.length > PAGE;
  send(response, 200, { items, next_cursor: more ? String(items.at(-1).id) : null, has_more: more });
}

async function create(request, response, { userId, id, body }) {
  const values = [id, userId, body.title, body.description ?? null, body.priority ?? null];
  const row = await change(request, {
    userId,
    values,
    type: 'task.created',
    plain: sql.CREATE,
    whole: sql.CREATE_AND_RECORD,
  });
  send(response, row ? 201 : 404, row ? view(row) : null);
}

async function move(request, response, { userId, id, body }) {
  const values = [id, userId, body.status];
  const row = await change(request, {
    userId,
    values,
    type: 'task.status_changed',
    plain: sql.MOVE,
    whole: sql.MOVE_AND_RECORD,
  });
  send(response, row ? 200 : 404, row ? view(row) : null);
}

async function change(request, { userId, values, type, plain, whole }) {
  const origin = [request.socket.remoteAddress, randomUUID()];
  const row = single
    ? (await pool.query({ name: type, text: whole, values: [...values, ...origin, sql.SUBSCRIBERS[type]] })).rows[0]
    : await inTransaction({ userId, values, type, plain, origin });
  if (row) courier.wake();
  return row;
}

async function inTransaction({ userId, values, type, plain, origin }) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const row = (await client.query({ name: type, text: plain, values })).rows[0];
    const record = row && [type, userId, row.id, JSON.stringify(refusalOf(row)), ...origin, sql.SUBSCRIBERS[type]];
    if (row) await client.query({ name: 'record', text: sql.RECORD, values: record });
    await client.query('COMMIT');
    client.release();
    return row;
  } catch (error) {
    client.release(error);
    throw error;
  }
}

function refusalOf(row) {
  const { id, project_id: projectId, project, title, owner_id: ownerId, assignee_id: assigneeId, old, status } = row;
  const change = old === undefined ? { status } : { old, new: status };
  return { taskId: id, projectId, project, title, ownerId, assigneeId, ...change };
}

function view(row) {
  const { id, number, project_id, title, description, status, priority, version, created_at, updated_at } = row;
  const ref = `${row.key}-${number}`;
  const person = { id: row.assignee_id, display_name: row.assignee_name, kind: row.assignee_kind };
  const assignee = row.assignee_id === null ? null : person;
  const { parent_id, position, labels, start_on, due_on, recurrence } = row;
  const place = { ref, number, project_id, parent_id, position };
  const days = { start_on, due_on, recurrence, version, created_at, updated_at };
  return { id, ...place, title, description, status, priority, assignee, labels, ...days };
}

function send(response, status, data) {
  const error = status < 400 ? null : { code: String(status), message: '', details: [] };
  const body = JSON.stringify({ data, error, meta: {} });
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function bodyOf(request) {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += chunk;
  return text;
}
