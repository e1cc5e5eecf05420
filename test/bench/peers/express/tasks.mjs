import { HttpError, isIn } from './access.mjs';
import { pool } from './database.mjs';

const PAGE = 20;
const PRIORITIES = ['low', 'medium', 'high'];
const MOVES = { todo: ['in_progress'], in_progress: ['todo', 'done'], done: ['in_progress', 'todo'] };

const TASK = `
  SELECT t.id, p.key, t.number, t.project_id, t.parent_id, t.position, t.title, t.description, t.status, t.priority,
    t.assignee_id, u.display_name, u.kind, t.start_on, t.due_on, t.recurrence, t.version, t.created_at, t.updated_at, (
      SELECT coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'color', l.color) ORDER BY l.name), '[]')
      FROM task_labels tl JOIN labels l ON l.id = tl.label_id WHERE tl.task_id = t.id
    ) AS labels, m.role, p.status AS project_status
  FROM tasks t
  JOIN projects p ON p.id = t.project_id
  LEFT JOIN users u ON u.id = t.assignee_id
  LEFT JOIN project_members m ON m.project_id = t.project_id AND m.user_id = $1`;

const PROJECT = `
  SELECT p.key, p.status, m.role FROM projects p
  LEFT JOIN project_members m ON m.project_id = p.id AND m.user_id = $2 WHERE p.id = $1`;

export async function read(request, response) {
  send(response, 200, view(await find(request, 'viewer')));
}

export async function listOfProject(request, response) {
  await findProject(request, 'viewer');
  const { rows } = await pool.query(
    `${TASK} WHERE t.project_id = $2 AND t.status = $3 AND t.id > $4 ORDER BY t.id LIMIT $5`,
    [request.userId, Number(request.params.id), request.query.status, Number(request.query.cursor ?? 0), PAGE + 1],
  );
  sendPage(response, rows);
}

export async function listAll(request, response) {
  if (!request.permissions.has('manage_all_projects')) throw new HttpError(403);
  const { rows } = await pool.query(`${TASK} WHERE t.id > $2 ORDER BY t.id LIMIT $3`, [
    request.userId,
    Number(request.query.cursor ?? 0),
    PAGE + 1,
  ]);
  sendPage(response, rows);
}

export async function create(request, response) {
  const { title, description = null, priority = 'medium' } = request.body;
  if (typeof title !== 'string' || title === '' || !PRIORITIES.includes(priority)) throw new HttpError(422);
  const project = await findProject(request, 'editor');
  if (project.status !== 'active') throw new HttpError(409);
  const { rows } = await pool.query(
    'INSERT INTO tasks (project_id, title, description, priority) VALUES ($1, $2, $3, $4) RETURNING *',
    [Number(request.params.id), title, description, priority],
  );
  send(response, 201, view({ ...rows[0], key: project.key, labels: [] }));
}

/** Nobody overwrites what they have not read: the version decides. */
export async function move(request, response) {
  const { status } = request.body;
  if (!(status in MOVES)) throw new HttpError(422);
  const task = await find(request, 'editor');
  if (task.project_status !== 'active' || !MOVES[task.status].includes(status)) throw new HttpError(409);
  const { rows } = await pool.query(
    `UPDATE tasks SET status = $1, version = version + 1, updated_at = now() WHERE id = $2 AND version = $3
     RETURNING status, version, updated_at`,
    [status, task.id, task.version],
  );
  if (!rows[0]) throw new HttpError(409);
  send(response, 200, view({ ...task, ...rows[0] }));
}

async function find(request, least) {
  const { rows } = await pool.query(`${TASK} WHERE t.id = $2`, [request.userId, Number(request.params.id)]);
  const [task] = rows;
  if (!task) throw new HttpError(404);
  if (task.assignee_id !== request.userId && !isIn(request, task.role, least)) throw new HttpError(404);
  return task;
}

async function findProject(request, least) {
  const { rows } = await pool.query(PROJECT, [Number(request.params.id), request.userId]);
  if (!rows[0] || !isIn(request, rows[0].role, least)) throw new HttpError(404);
  return rows[0];
}

function view(row) {
  const { id, key, number, project_id, parent_id, position, title, description, status, priority } = row;
  const { assignee_id, display_name, kind, labels, start_on, due_on, recurrence, version, created_at, updated_at } =
    row;
  const assignee = assignee_id === null ? null : { id: assignee_id, display_name, kind };
  const place = { ref: `${key}-${number}`, number, project_id, parent_id, position };
  const days = { start_on, due_on, recurrence, version, created_at, updated_at };
  return { id, ...place, title, description, status, priority, assignee, labels, ...days };
}

function sendPage(response, rows) {
  const items = rows.slice(0, PAGE).map(view);
  const more = rows.length > PAGE;
  send(response, 200, { items, next_cursor: more ? String(items.at(-1).id) : null, has_more: more });
}

function send(response, status, data) {
  response.status(status).json({ data, error: null, meta: {} });
}
