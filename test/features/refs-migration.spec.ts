import { Client } from 'pg';
import { AddProjectKeys1796000000201 } from '../../migrations/1796000000201-add-project-keys.js';
import { migrate } from '../../src/platform/database/schema/migrate.js';
import { cloneDatabase, goBackBefore } from '../support/databases.js';

const NAMES = ['Garden', 'Station Garden', 'garden', 'Tasks', '庭', 'X', '🌱', 'Garden'];
const KEYS = ['GARDEN', 'SG', 'GARDEN2', 'TASKS2', 'PROJECT', 'PROJECT2', 'PROJECT3', 'GARDEN3'];

const OLD_ROWS = `
  INSERT INTO users (email, email_key, display_name, password_hash) VALUES ('ann', 'ann', 'Ann', '-');
  INSERT INTO projects (name, owner_id)
  SELECT name, (SELECT max(id) FROM users) FROM unnest(ARRAY[${NAMES.map((name) => `'${name}'`).join()}]) AS name;
  INSERT INTO tasks (project_id, title)
  SELECT p.id, 'Task ' || i FROM generate_series(1, 500) i JOIN projects p ON p.id % 5 = i % 5 ORDER BY i, p.id;
  DELETE FROM tasks WHERE id % 7 = 0`;

const OF_OLD_PROGRAM = `
  WITH project AS (
    INSERT INTO projects (name, owner_id) SELECT 'Old', max(id) FROM users RETURNING id, key
  ), task AS (INSERT INTO tasks (project_id, title) SELECT max(id), 'More' FROM projects RETURNING number)
  SELECT key, number FROM project, task`;

test('SPEC-004.20: projects and tasks from before keys get them, and the program before can still add some', async () => {
  const { url, drop } = await cloneDatabase();
  const db = new Client(url);
  await db.connect();
  await goBackBefore(url, AddProjectKeys1796000000201);
  await db.query(OLD_ROWS);
  await migrate(url);
  const keys = await db.query<{ key: string }>('SELECT key FROM projects ORDER BY id');
  expect(keys.rows.map(({ key }) => key)).toEqual(KEYS);
  const tasks = await db.query<{ isInOrder: boolean }>(
    `SELECT number = row_number() OVER (PARTITION BY project_id ORDER BY id) AS "isInOrder" FROM tasks`,
  );
  expect(tasks.rows.length).toBeGreaterThan(500);
  expect(tasks.rows.every(({ isInOrder }) => isInOrder)).toBe(true);
  const last = await db.query<{ last: number }>(
    'SELECT max(number) AS last FROM tasks WHERE project_id = (SELECT max(id) FROM projects)',
  );
  const added = await db.query<{ key: string; number: number }>(OF_OLD_PROGRAM);
  expect(added.rows).toEqual([{ key: expect.stringMatching(/^P\d+$/), number: (last.rows[0]?.last ?? 0) + 1 }]);
  await db.end();
  await drop();
});
