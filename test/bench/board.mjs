import { Connection, wire } from './load/connection.mjs';
import { say } from './stage/stage.mjs';

const TASKS = 2_000;
const PAGE = 500;
const MISSED = 100;

const MADE = `
  WITH project AS (INSERT INTO projects (name, owner_id, created_at) VALUES ('Board', $1, now() - interval '1 day') RETURNING id), assignee AS (SELECT $1::bigint AS id),
  made AS (
    INSERT INTO tasks (project_id, title, description, status, priority, assignee_id)
    SELECT project.id, format('Task %s of the board', i), repeat('What is to be done, and how one knows that it is. ', 4),
      (ARRAY['todo', 'in_progress', 'done'])[1 + i % 3], (ARRAY['low', 'medium', 'high'])[1 + i % 3], assignee.id
    FROM project, assignee, generate_series(1, $2::int) AS i
  )
  SELECT id FROM project`;

/** W8: a project of 2,000 tasks, the pages by which a client loads it, and the page for one that has missed 100 changes. */
export async function prepareBoard({ client, players }, program) {
  const [{ id, token }] = players.readers;
  const { rows } = await client.query(MADE, [id, TASKS]);
  await client.query('ANALYZE tasks');
  const path = `/projects/${rows[0].id}/changes?kinds=task&limit=${PAGE}&since=`;
  const { paths, seqs } = await walk(program, path, token);
  say(`W8: a first load of ${seqs.length} tasks in ${paths.length} pages`);
  if (seqs.length !== TASKS) throw new Error(`The feed has ${seqs.length} tasks, not ${TASKS}.`);
  return { load: { paths, token }, catchUp: { paths: [path + seqs.at(-1 - MISSED)], token } };
}

async function walk({ port }, path, token) {
  const connection = new Connection(port);
  const [paths, seqs] = [[], []];
  for (let since = 0; ;) {
    const { status, body } = await connection.ask(wire('GET', path + since, { token }));
    if (status !== 200) throw new Error(`GET ${path}${since} → ${status} ${body}`);
    const { items, last_seq: last, has_more: hasMore } = JSON.parse(body).data;
    paths.push(path + since);
    seqs.push(...items.map(({ seq }) => seq));
    since = last;
    if (hasMore) continue;
    connection.close();
    return { paths, seqs };
  }
}
