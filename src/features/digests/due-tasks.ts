import { holds } from '../roles/permissions/permission.entity.js';

/**
 * The tasks that a person is told of in the morning, as a subquery: assigned to them, not done, due on that day or
 * before, in active projects that they have not muted. An assignee may read a task if they may read tasks at all. A
 * person's tasks are a range of an index for each status, and LIMIT 1 keeps a look-up for each project.
 */
export const dueTasks = (person: string, day: string) => `(
  SELECT t.id, t.due_on, t.title FROM unnest(ARRAY['todo', 'in_progress']) AS open (status)
  CROSS JOIN LATERAL (
    SELECT id, due_on, title, project_id FROM tasks
    WHERE assignee_id = ${person} AND status = open.status AND COALESCE(due_on, 'infinity') <= ${day}::date
    OFFSET 0
  ) t
  WHERE (SELECT p.status = 'active' FROM projects p WHERE p.id = t.project_id LIMIT 1)
    AND ${holds(person, 'read_task')} AND NOT EXISTS (
      SELECT FROM notification_preferences n WHERE n.user_id = ${person} AND t.project_id = ANY (n.muted_project_ids)))`;
