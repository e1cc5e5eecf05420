/** A workspace of some age: everybody owns two projects, and has tasks in others. */
export const FULL_SIZE = { people: 1_000, projects: 2_000, tasks: 200_000, comments: 500_000 };

/** Everybody's password. */
export const PASSWORD = 'a long enough password of the benchmark';

export function sizeAt(scale) {
  return Object.fromEntries(Object.entries(FULL_SIZE).map(([name, count]) => [name, Math.round(count * scale)]));
}

const PEOPLE = `
  INSERT INTO users (email, email_key, display_name, password_hash, email_confirmed_at)
  SELECT format('person%s@example.com', i), format('person%s@example.com', i), format('Person %s', i), $2, now()
  FROM generate_series(1, $1::int) AS i`;

const ROLES = `
  INSERT INTO user_roles (user_id, role_id)
  SELECT u.id, r.id FROM users u, roles r WHERE r.name = 'user' AND u.email_key LIKE 'person%'
  ON CONFLICT DO NOTHING`;

const PROJECTS = `
  INSERT INTO projects (name, description, owner_id)
  SELECT format('Project %s', i), repeat('What this project is for. ', 5), ($2::bigint[])[1 + (i - 1) % cardinality($2::bigint[])]
  FROM generate_series(1, $1::int) AS i`;

/** A project's tasks are spread over the table, as they are where many people work at the same time. */
const TASKS = `
  INSERT INTO tasks (project_id, title, description, status, priority, assignee_id)
  SELECT ($2::bigint[])[1 + (i - 1) % cardinality($2::bigint[])],
    format('Task %s of the workspace', i),
    repeat('What is to be done, and how one knows that it is. ', 4),
    (ARRAY['todo', 'in_progress', 'done'])[1 + (i / cardinality($2::bigint[])) % 3],
    (ARRAY['low', 'medium', 'high'])[1 + i % 3],
    CASE WHEN i % 5 > 0 THEN ($3::bigint[])[1 + (i::bigint * 7919) % cardinality($3::bigint[])] END
  FROM generate_series(1, $1::int) AS i`;

const COMMENTS = `
  INSERT INTO comments (task_id, author_id, body)
  SELECT ($2::bigint[])[1 + (i - 1) % cardinality($2::bigint[])],
    ($3::bigint[])[1 + (i::bigint * 104729) % cardinality($3::bigint[])],
    repeat('What somebody thought of it. ', 3)
  FROM generate_series(1, $1::int) AS i`;

/** What happened so far: without a history the planner would think that reading all of it is cheap. */
const EVENTS = `
  INSERT INTO events (type, actor_id, subject_type, subject_id, data, ip, request_id)
  SELECT 'task.created', p.owner_id, 'task', t.id,
    jsonb_build_object('taskId', t.id, 'projectId', p.id, 'project', p.name, 'title', t.title, 'ownerId', p.owner_id,
      'assigneeId', t.assignee_id, 'status', t.status),
    '127.0.0.1', gen_random_uuid()
  FROM tasks t JOIN projects p ON p.id = t.project_id ORDER BY t.id`;

const COUNTS = `
  UPDATE projects p SET todo_count = c.todo, in_progress_count = c.in_progress, done_count = c.done
  FROM (
    SELECT project_id, count(*) FILTER (WHERE status = 'todo') AS todo,
      count(*) FILTER (WHERE status = 'in_progress') AS in_progress, count(*) FILTER (WHERE status = 'done') AS done
    FROM tasks GROUP BY project_id
  ) c WHERE c.project_id = p.id`;

/** Made anew when everything is there: row by row it takes far longer. */
const WORDS_INDEX = `SELECT pg_get_indexdef(to_regclass('search_entries_words_idx')) AS index`;

/** Fills a migrated database that knows its roles, also one of a version that had no search. */
export async function seed(client, size, passwordHash) {
  await client.query('BEGIN');
  const { rows: indexes } = await client.query(WORDS_INDEX);
  await client.query('DROP INDEX IF EXISTS search_entries_words_idx');
  await client.query(PEOPLE, [size.people, passwordHash]);
  await client.query(ROLES);
  const people = await ids(client, `SELECT id FROM users WHERE email_key LIKE 'person%' ORDER BY id`);
  await client.query(PROJECTS, [size.projects, people]);
  const projects = await ids(client, 'SELECT id FROM projects ORDER BY id');
  await client.query(TASKS, [size.tasks, projects, people]);
  const tasks = await ids(client, 'SELECT id FROM tasks ORDER BY id');
  await client.query(COMMENTS, [size.comments, tasks, people]);
  await client.query(EVENTS);
  await client.query(COUNTS);
  if (indexes[0].index) await client.query(indexes[0].index);
  await client.query('COMMIT');
  await client.query('VACUUM ANALYZE');
}

async function ids(client, text) {
  return (await client.query({ text, rowMode: 'array' })).rows.map(([id]) => Number(id));
}
