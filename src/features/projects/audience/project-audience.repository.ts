import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { Permission } from '../../../platform/request/permissions.js';
import { type Preferences, preferencesOf } from '../../preferences/preferences.entity.js';
import { permissionsOf } from '../../roles/permissions/permission.entity.js';
import type { ProjectRole } from '../project.entity.js';
import { roleIn } from '../project-member.entity.js';

/** A project and a person, as they are to each other. */
export interface Standing {
  projectId: number;
  userId: number;
  displayName: string;
  role: ProjectRole | null;
  permissions: Permission[];
  preferences: Preferences;
}

const STANDINGS = `
  SELECT p.id AS "projectId", u.id AS "userId", u.display_name AS "displayName",
    ${roleIn('p.id', 'u.id')} AS role, ${permissionsOf('u.id')} AS permissions,
    ${preferencesOf('u.id', 'p.id')} AS preferences
  FROM unnest($1::bigint[], $2::bigint[]) AS asked (project_id, user_id)
  JOIN projects p ON p.id = asked.project_id JOIN users u ON u.id = asked.user_id AND u.is_active`;

/** Whoever may change a project by their role in it; not those who may change all projects. */
const MANAGERS = `
  SELECT project_id AS "projectId", user_id AS "userId" FROM project_members
  WHERE project_id = ANY($1::bigint[]) AND role IN ('manager', 'owner') ORDER BY project_id, user_id`;

@Injectable()
export class ProjectAudienceRepository {
  constructor(private readonly db: Database) {}

  managers(projectIds: readonly number[]): Promise<Pick<Standing, 'projectId' | 'userId'>[]> {
    return this.db.query<Standing & Record<string, never>>(MANAGERS, [projectIds]);
  }

  /** The current state; nothing for a project that was deleted, or for somebody who is gone or disabled. */
  list(projectIds: readonly number[], userIds: readonly number[]): Promise<Standing[]> {
    return this.db.query<Standing & Record<string, never>>(STANDINGS, [projectIds, userIds]);
  }
}
