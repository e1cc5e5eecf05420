/** The workspace of the benchmark, in more projects, and with one person who is in many of them. */
export const SIZE = {
  people: 1_000,
  projects: 20_000,
  shared: 500,
  tasks: 200_000,
  comments: 500_000,
  relations: 20_000,
  files: 20_000,
};
export const SEEDING_MS = 400_000;

/** Rows of every kind that grows. */
export const fill = (size: typeof SIZE) => `
  INSERT INTO users (email, email_key, display_name, password_hash)
  SELECT 'p' || i, 'p' || i, 'Person ' || i, '-' FROM generate_series(1, ${size.people}) i;
  INSERT INTO user_roles (user_id, role_id)
  SELECT u.id, r.id FROM users u, roles r WHERE r.name = 'user' ON CONFLICT DO NOTHING;
  INSERT INTO sessions (user_id, ip, expires_at)
  SELECT id, '127.0.0.1', now() + interval '1 day' FROM users, generate_series(1, 10);
  INSERT INTO api_tokens (user_id, name, prefix, token_hash)
  SELECT id, 'Token ' || i, 'ft_pat_' || i, sha256((id || ' ' || i)::bytea) FROM users, generate_series(1, 10) i;
  INSERT INTO projects (name, owner_id)
  SELECT 'Project ' || i, (SELECT min(id) FROM users WHERE email = 'p1') + i % ${size.people}
  FROM generate_series(1, ${size.projects}) i;
  INSERT INTO tasks (project_id, title, status, assignee_id)
  SELECT p.id, 'Task ' || i, (ARRAY['todo', 'in_progress', 'done'])[1 + i / ${size.projects} % 3],
    CASE WHEN i % 5 > 0 THEN p.owner_id END
  FROM generate_series(1, ${size.tasks}) i
  JOIN projects p ON p.id = (SELECT min(id) FROM projects) + i % ${size.projects};
  INSERT INTO task_former_refs (project_id, number, task_id)
  SELECT project_id, number + 1000000, id FROM tasks WHERE id % 10 = 0;
  INSERT INTO labels (project_id, name, name_key, color)
  SELECT p.id, i, i, '#000000' FROM projects p, generate_series(1, 3) i;
  INSERT INTO task_labels SELECT t.id, l.id FROM tasks t JOIN labels l ON l.project_id = t.project_id WHERE t.id % 5 = 0;
  INSERT INTO comments (task_id, author_id, body)
  SELECT first.task + i % ${size.tasks}, first.person + i % ${size.people}, 'Words'
  FROM generate_series(1, ${size.comments}) i,
    (SELECT (SELECT min(id) FROM tasks) AS task, (SELECT min(id) FROM users) AS person) first;
  INSERT INTO task_relations (from_task_id, type, to_task_id)
  SELECT first.task + i, (ARRAY['blocks', 'duplicates', 'relates_to'])[1 + i % 3], first.task + i + 1 + i % 7
  FROM generate_series(1, ${size.relations}) i, (SELECT min(id) AS task FROM tasks) first;
  ALTER TABLE files DISABLE TRIGGER files_limit;
  INSERT INTO files (task_id, author_id, name, size, content_type, sha256, object_key)
  SELECT first.task + i % ${size.tasks}, first.person + i % ${size.people}, 'Name', 1, 'text/plain', '', 'x/' || i
  FROM generate_series(1, ${size.files}) i,
    (SELECT (SELECT min(id) FROM tasks) AS task, (SELECT min(id) FROM users) AS person) first;
  ALTER TABLE files ENABLE TRIGGER files_limit;
  INSERT INTO articles (title, body) SELECT 'Article ' || i, 'Words' FROM generate_series(1, 1000) i;
  INSERT INTO events (type, actor_id, subject_type, subject_id, data)
  SELECT 'task.created', p.owner_id, 'task', t.id, '{}' FROM tasks t JOIN projects p ON p.id = t.project_id;
  INSERT INTO notifications (user_id, seq, type, data)
  SELECT (SELECT min(id) FROM users) + i % ${size.people}, 1 + i / ${size.people}, 'task_assigned', '{}'
  FROM generate_series(1, ${size.tasks}) i`;

/** Many in other projects, and some in this one. */
export const INVITE = `
  INSERT INTO invitations (project_id, inviter_id, email, email_key, role, salt, token_hash, expires_at)
  SELECT id, owner_id, n || '@x', n || '@x', 'viewer', '', sha256((id || ' ' || n)::bytea), now() + interval '1 day'
  FROM projects, generate_series(1, CASE WHEN id = $1 THEN 90 ELSE 1 END) n`;

/** Made anew when everything is there: row by row it takes far longer. */
export const WORDS_INDEX = `SELECT pg_get_indexdef('search_entries_words_idx'::regclass) AS index`;

/** Spread over all that there are. */
export const SHARE = `
  INSERT INTO project_members (project_id, user_id, role)
  SELECT id, $1, (ARRAY['viewer', 'commenter', 'editor', 'manager'])[1 + id / 40 % 4] FROM projects
  WHERE id % ${SIZE.projects / SIZE.shared} = 0 ORDER BY id LIMIT ${SIZE.shared}`;

/** Half of the tasks that a person may read. */
export const WATCH = `
  INSERT INTO task_watchers (task_id, user_id)
  SELECT t.id, m.user_id FROM project_members m JOIN tasks t USING (project_id) WHERE m.user_id = $1 AND t.number % 2 = 0`;

/** The feeds of all projects, with their tasks, and people who are present in some. */
export const FEEDS = `
  INSERT INTO project_feeds (project_id, last_seq, filled_at) SELECT id, 1000, now() FROM projects ON CONFLICT DO NOTHING;
  INSERT INTO project_changes (project_id, kind, id, seq, deleted, task_id)
  SELECT project_id, 'task', id, number, false, id FROM tasks ON CONFLICT DO NOTHING;
  INSERT INTO project_changes (project_id, kind, id, seq, deleted, task_id, other_task_id)
  SELECT t.project_id, 'relation', r.id, 100000 + r.id, false, t.id, r.to_task_id
  FROM task_relations r JOIN tasks t ON t.id = r.from_task_id ON CONFLICT DO NOTHING;
  INSERT INTO live_instances (id, seen_at) SELECT 'instance ' || i, now() + interval '1 day' FROM generate_series(1, 20) i;
  INSERT INTO presences (project_id, user_id, instance_id)
  SELECT project_id, user_id, 'instance ' || 1 + id % 20 FROM project_members m
  CROSS JOIN LATERAL (SELECT m.project_id AS id) x WHERE project_id % 2 = 0`;
