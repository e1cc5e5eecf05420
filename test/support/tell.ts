import { TaskAssigned } from '../../src/features/tasks/task.events.js';
import { Events } from '../../src/platform/events/events.js';
import type { TestApp } from './app.js';

/** A task for each of them, in a project of somebody else. */
const MAKE_TASKS = `
  WITH project AS (
    INSERT INTO projects (name, owner_id) SELECT 'Garden', min(id) FROM users RETURNING id, name, owner_id
  ), task AS (
    INSERT INTO tasks (project_id, title, assignee_id)
    SELECT project.id, 'Water the beds', person FROM project, unnest($1::bigint[]) AS person
    RETURNING id, assignee_id
  )
  SELECT task.id AS "taskId", project.id AS "projectId", project.name AS project, project.owner_id AS "ownerId",
    task.assignee_id AS "assigneeId"
  FROM task, project ORDER BY task.id`;

/** Gives people this many notifications each, in one transaction. */
export async function tell(app: TestApp, people: { id: number } | { id: number }[], count = 1): Promise<void> {
  const events = app.get(Events);
  const ids = [people].flat().map(({ id }) => id);
  await app.database.transaction(async () => {
    const tasks = await app.database.query<Omit<TaskAssigned['data'], 'title'>>(MAKE_TASKS, [ids]);
    for (let nth = 1; nth <= count; nth++) {
      for (const task of tasks) await events.record(null, new TaskAssigned({ ...task, title: `Task ${nth}` }));
    }
  });
}

/** The numbers from `first` to `last`, as a person's notifications have them. */
export const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
