import './member.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { PROJECT_ROLES, type ProjectRole } from '../projects/project.entity.js';
import { ProjectMember } from '../projects/project-member.entity.js';

const place = (role: string) => `array_position(ARRAY['${PROJECT_ROLES.join("', '")}'], ${role})`;

const JOIN = `
  INSERT INTO project_members AS m (project_id, user_id, role) VALUES ($1, $2, $3)
  ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role
  WHERE ${place('m.role')} < ${place('excluded.role')}
  RETURNING (xmax = 0) AS "isNew"`;

@Injectable()
export class MemberRepository extends EntityRepository<ProjectMember> {
  constructor(db: Database) {
    super(ProjectMember, db);
  }

  /** Adds the person, or raises their role; a lower role than they have changes nothing. */
  async join(projectId: number, userId: number, role: ProjectRole): Promise<'joined' | 'raised' | null> {
    const [row] = await this.rows<{ isNew: boolean }>(JOIN, [projectId, userId, role]);
    if (!row) return null;
    return row.isNew ? 'joined' : 'raised';
  }
}
