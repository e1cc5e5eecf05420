/** Who listens to what, by the names that stand in the queue: as many rows as the program writes for the same fact. */
export const SUBSCRIBERS = {
  'task.created': ['statistics'],
  'task.status_changed': ['notifications', 'statistics'],
};

const COLUMNS = `
  t.id, t.number, (SELECT key FROM projects WHERE id = t.project_id) AS key, t.project_id, t.parent_id, t.position,
  t.start_on, t.due_on, t.recurrence, (
    SELECT coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'color', l.color)), '[]')
    FROM task_labels tl JOIN labels l ON l.id = tl.label_id WHERE tl.task_id = t.id
  ) AS labels, t.title, t.description, t.status, t.priority, t.assignee_id, u.display_name AS assignee_name, u.kind AS assignee_kind,
  t.version, t.created_at, t.updated_at`;

const may = (permission, user) => `EXISTS (
  SELECT FROM user_roles ur
  JOIN role_permissions rp ON rp.role_id = ur.role_id JOIN permissions pm ON pm.id = rp.permission_id
  WHERE ur.user_id = ${user} AND pm.name = '${permission}')`;

const ROLES = ['viewer', 'commenter', 'editor', 'manager', 'owner'];

/** The caller has this role in the project, or a higher one: one look-up by the primary key of the members. */
const is = (role, user) => `EXISTS (
  SELECT FROM project_members m WHERE m.project_id = p.id AND m.user_id = ${user}
    AND m.role IN ('${ROLES.slice(ROLES.indexOf(role)).join("', '")}'))`;
const isIn = (role, user) => `(${is(role, user)} OR ${may('manage_all_projects', user)})`;
const isConcerned = (role, user) =>
  `(${is(role, user)} OR t.assignee_id = ${user} OR ${may('manage_all_projects', user)})`;

/** $1 task, $2 caller */
export const READ = `
  SELECT ${COLUMNS}
  FROM tasks t JOIN projects p ON p.id = t.project_id LEFT JOIN users u ON u.id = t.assignee_id
  WHERE t.id = $1 AND ${may('read_task', '$2')} AND ${isConcerned('viewer', '$2')}`;

/** $1 project, $2 caller, $3 status, $4 after, $5 rows */
export const LIST = `
  SELECT ${COLUMNS} FROM tasks t LEFT JOIN users u ON u.id = t.assignee_id
  WHERE t.project_id = $1 AND t.status = $3 AND t.id > $4 AND ${may('read_task', '$2')}
    AND EXISTS (SELECT FROM projects p WHERE p.id = $1 AND ${isIn('viewer', '$2')})
  ORDER BY t.id LIMIT $5`;

/** $1 caller, $2 after, $3 rows; for those who see everything, which is who the benchmark sends */
export const LIST_ALL = `
  SELECT ${COLUMNS} FROM tasks t LEFT JOIN users u ON u.id = t.assignee_id
  WHERE t.id > $2 AND ${may('read_task', '$1')} AND ${may('manage_all_projects', '$1')}
  ORDER BY t.id LIMIT $3`;

/** $1 project, $2 caller, $3 since, $4 rows: the tasks of a feed, each at its newest change */
export const CHANGES = `
  SELECT f.last_seq AS feed_end, c.seq, c.thing, ${COLUMNS}
  FROM project_feeds f
  JOIN LATERAL (
    SELECT seq, id AS thing FROM project_changes
    WHERE project_id = f.project_id AND kind = 'task' AND seq > $3 ORDER BY seq LIMIT $4
  ) c ON true
  LEFT JOIN tasks t ON t.id = c.thing LEFT JOIN users u ON u.id = t.assignee_id
  WHERE f.project_id = $1 AND ${may('read_task', '$2')}
    AND EXISTS (SELECT FROM projects p WHERE p.id = $1 AND ${isIn('viewer', '$2')})
  ORDER BY c.seq`;

/** $1 project, $2 caller, $3 title, $4 description, $5 priority */
const CREATING = `
  p AS (
    SELECT p.id, p.name, p.owner_id FROM projects p
    WHERE p.id = $1 AND p.status = 'active' AND ${may('create_task', '$2')} AND ${isIn('editor', '$2')}
  ), t AS (
    INSERT INTO tasks (project_id, title, description, priority)
    SELECT p.id, $3, $4, coalesce($5, 'medium') FROM p RETURNING *
  )`;
const CREATED = `
  SELECT ${COLUMNS.replace('u.display_name', 'NULL').replace('u.kind', 'NULL')}, p.name AS project, p.owner_id FROM t, p`;

/** $1 task, $2 caller, $3 status */
const MOVING = `
  before AS (
    SELECT t.id, t.status AS old, p.name AS project, p.owner_id
    FROM tasks t JOIN projects p ON p.id = t.project_id
    WHERE t.id = $1 AND p.status = 'active' AND ${may('update_task', '$2')} AND ${isConcerned('editor', '$2')}
      AND (t.status, $3) IN (('todo', 'in_progress'), ('in_progress', 'todo'), ('in_progress', 'done'),
        ('done', 'in_progress'), ('done', 'todo'))
    FOR NO KEY UPDATE OF t
  ), t AS (
    UPDATE tasks SET status = $3, version = version + 1, updated_at = now()
    FROM before WHERE tasks.id = before.id RETURNING tasks.*, before.old, before.project, before.owner_id
  )`;
const MOVED = `
  SELECT ${COLUMNS}, t.old, t.project, t.owner_id FROM t LEFT JOIN users u ON u.id = t.assignee_id`;

export const CREATE = `WITH ${CREATING} ${CREATED}`;
export const MOVE = `WITH ${MOVING} ${MOVED}`;

/** The event and its deliveries: what the program's own statement writes, into a queue beside the program's. */
export const RECORD = `
  WITH event AS (
    INSERT INTO events (type, actor_id, subject_type, subject_id, data, ip, request_id)
    VALUES ($1, $2, 'task', $3, $4, $5, $6) RETURNING id
  )
  INSERT INTO floor_deliveries (event_id, subscriber, outside)
  SELECT event.id, subscriber, false FROM event, unnest($7::text[]) AS subscriber`;

const about = (project, owner) => `
  'taskId', t.id, 'projectId', t.project_id, 'project', ${project}, 'title', t.title, 'ownerId', ${owner},
  'assigneeId', t.assignee_id`;
const recording = (type, data, source, [ip, requestId, subscribers]) => `
  , event AS (
    INSERT INTO events (type, actor_id, subject_type, subject_id, data, ip, request_id)
    SELECT '${type}', $2, 'task', t.id, jsonb_build_object(${data}), ${ip}, ${requestId} FROM ${source} RETURNING id
  ), queued AS (
    INSERT INTO floor_deliveries (event_id, subscriber, outside)
    SELECT event.id, subscriber, false FROM event, unnest(${subscribers}::text[]) AS subscriber
  )`;

/** The same writes with one statement each, which is its own transaction. */
export const CREATE_AND_RECORD = `WITH ${CREATING}
  ${recording('task.created', `${about('p.name', 'p.owner_id')}, 'status', t.status`, 't, p', ['$6', '$7', '$8'])}
  ${CREATED}`;
export const MOVE_AND_RECORD = `WITH ${MOVING}
  ${recording('task.status_changed', `${about('t.project', 't.owner_id')}, 'old', t.old, 'new', t.status`, 't', ['$4', '$5', '$6'])}
  ${MOVED}`;
