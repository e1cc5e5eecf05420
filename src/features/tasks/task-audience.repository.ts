import { Injectable } from '@nestjs/common';
import type { Permission } from '../../platform/request/permissions.js';
import { Database } from '../../platform/database/database.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { permissionsOf } from '../roles/permission.entity.js';
import { roleIn } from '../projects/project-member.entity.js';

/** A task and one active person who is concerned by it: the owner of its project, or the assignee. */
export interface Concern {
  taskId: number;
  title: string;
  project: string;
  ownerId: number;
  assigneeId: number | null;
  userId: number;
  /** The person's role in the project. */
  role: ProjectRole | null;
  permissions: Permission[];
}

const CONCERNS = `
  SELECT t.id AS "taskId", t.title, p.name AS project, p.owner_id AS "ownerId", t.assignee_id AS "assigneeId",
    u.id AS "userId", ${roleIn('p.id', 'u.id')} AS role, ${permissionsOf('u.id')} AS permissions
  FROM tasks t JOIN projects p ON p.id = t.project_id
  JOIN users u ON u.id = ANY (ARRAY[p.owner_id, t.assignee_id]) AND u.is_active
  WHERE t.id = ANY ($1::bigint[])`;

@Injectable()
export class TaskAudienceRepository {
  constructor(private readonly db: Database) {}

  /** The current state; empty for a task that was deleted. */
  list(taskIds: readonly number[]): Promise<Concern[]> {
    return this.db.query<Concern & Record<string, never>>(CONCERNS, [taskIds]);
  }
}
