import { Injectable } from '@nestjs/common';
import type { Permission } from '../../../platform/request/permissions.js';
import { Database } from '../../../platform/database/database.js';
import { type Preferences, preferencesOf } from '../../preferences/preferences.entity.js';
import type { ProjectRole } from '../../projects/project.entity.js';
import { permissionsOf } from '../../roles/permissions/permission.entity.js';
import { roleIn } from '../../projects/project-member.entity.js';

/** What decides what an active person may do with a task. */
export interface Candidate {
  userId: number;
  /** The person's role in the project. */
  role: ProjectRole | null;
  permissions: Permission[];
}

/** A task, and one active person who may be told of it. */
export interface Concern extends Candidate {
  taskId: number;
  title: string;
  project: string;
  assigneeId: number | null;
  /** Whether they are the owner of the project, the assignee or a watcher; otherwise they were asked for. */
  isConcerned: boolean;
  preferences: Preferences;
}

/** Somebody by name, whom the news itself may concern: $2 and $3 are tasks and people. */
const CONCERNS = `
  SELECT t.id AS "taskId", t.title, p.name AS project, t.assignee_id AS "assigneeId",
    u.id AS "userId", c.is_concerned AS "isConcerned", ${roleIn('p.id', 'u.id')} AS role,
    ${permissionsOf('u.id')} AS permissions, ${preferencesOf('u.id', 'p.id')} AS preferences
  FROM tasks t JOIN projects p ON p.id = t.project_id
  CROSS JOIN LATERAL (
    SELECT named.id, bool_or(named.is_concerned) AS is_concerned FROM (
      SELECT unnest(ARRAY[p.owner_id, t.assignee_id]) AS id, true AS is_concerned
      UNION ALL SELECT w.user_id, true FROM task_watchers w WHERE w.task_id = t.id
      UNION ALL SELECT m.user_id, false FROM unnest($2::bigint[], $3::bigint[]) AS m (task_id, user_id) WHERE m.task_id = t.id
    ) named GROUP BY named.id
  ) c
  JOIN users u ON u.id = c.id AND u.is_active
  WHERE t.id = ANY ($1::bigint[])`;

/** In the order of ids, so that two of these can't wait for each other. */
const CANDIDATES = `
  SELECT u.id AS "userId", ${roleIn('$1', 'u.id')} AS role, ${permissionsOf('u.id')} AS permissions
  FROM users u WHERE u.id = ANY ($2::bigint[]) AND u.is_active ORDER BY u.id FOR KEY SHARE OF u`;

/** A task, and somebody whom the news about it names. */
export interface Named {
  taskId: number;
  userId: number;
}

@Injectable()
export class TaskAudienceRepository {
  constructor(private readonly db: Database) {}

  /** The current state; empty for a task that was deleted. */
  list(taskIds: readonly number[], named: readonly Named[]): Promise<Concern[]> {
    const [tasks, people] = [named.map(({ taskId }) => taskId), named.map(({ userId }) => userId)];
    return this.db.query<Concern & Record<string, never>>(CONCERNS, [taskIds, tasks, people]);
  }

  /** Those of the people who are active; they can't be deleted before the transaction ends. */
  candidates(projectId: number, userIds: readonly number[]): Promise<Candidate[]> {
    return this.db.query<Candidate & Record<string, never>>(CANDIDATES, [projectId, userIds]);
  }
}
