import { Client } from 'pg';
import { OrderTasks1797000000201 } from '../../migrations/1797000000201-order-tasks.js';
import { migrate } from '../../src/platform/database/schema/migrate.js';
import { cloneDatabase, goBackBefore } from '../support/databases.js';

const OLD_ROWS = `
  INSERT INTO users (email, email_key, display_name, password_hash) VALUES ('ann', 'ann', 'Ann', '-');
  INSERT INTO projects (name, owner_id) SELECT 'Another ' || i, (SELECT max(id) FROM users) FROM generate_series(1, 3) i;
  INSERT INTO tasks (project_id, title)
  SELECT p.id, 'Task ' || i FROM generate_series(1, 300) i JOIN projects p ON p.id % 3 = i % 3 ORDER BY i, p.id;
  DELETE FROM tasks WHERE id % 7 = 0`;

const IS_IN_ORDER = `
  SELECT bool_and(position > before) AS "isInOrder", count(*) AS tasks FROM (
    SELECT position, lag(position) OVER (PARTITION BY project_id ORDER BY id) AS before FROM tasks) t`;

test('SPEC-023.6, SPEC-023.1: tasks from before have positions, and the program before can still add some', async () => {
  const { url, drop } = await cloneDatabase();
  const db = new Client(url);
  await db.connect();
  await goBackBefore(url, OrderTasks1797000000201);
  await db.query(OLD_ROWS);
  await migrate(url);
  const before = await db.query<{ isInOrder: boolean; tasks: number }>(IS_IN_ORDER);
  expect(before.rows).toEqual([{ isInOrder: true, tasks: expect.any(Number) }]);
  await db.query(`INSERT INTO tasks (project_id, title) SELECT id, 'More' FROM projects, generate_series(1, 10)`);
  expect((await db.query<{ isInOrder: boolean }>(IS_IN_ORDER)).rows[0]?.isInOrder).toBe(true);
  await db.end();
  await drop();
});
