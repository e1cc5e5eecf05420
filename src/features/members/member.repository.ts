import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { PROJECT_ROLES, type ProjectRole } from '../projects/project.entity.js';
import { ProjectMember } from '../projects/project-member.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';
import type { ListMembers } from './member.dto.js';

const rank = (role: string) => `array_position(ARRAY['${PROJECT_ROLES.join("', '")}'], ${role})`;

const JOIN = `
  INSERT INTO project_members AS m (project_id, user_id, role) VALUES ($1, $2, $3)
  ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role WHERE ${rank('m.role')} < ${rank('excluded.role')}`;

const LOCK_PERSON = 'SELECT FROM users WHERE id = $1 FOR KEY SHARE';
const SET_ROLE = 'UPDATE project_members SET role = $3 WHERE project_id = $1 AND user_id = $2';
const REMOVE = 'DELETE FROM project_members WHERE project_id = $1 AND user_id = $2';

const LOCK_KNOWN = `
  SELECT FROM users u WHERE u.id = $2 AND u.is_active AND (u.kind = 'service' OR EXISTS (
    SELECT FROM project_members mine JOIN projects p ON p.id = mine.project_id
    JOIN project_members theirs ON theirs.project_id = mine.project_id
    WHERE mine.user_id = $1 AND theirs.user_id = $2
  )) FOR KEY SHARE OF u`;

/** Members of projects. The row of an owner is the database's own (see `ProjectMember`). */
@Injectable()
export class MemberRepository extends EntityRepository<ProjectMember> {
  private readonly all = `
    SELECT ${this.columns('m')}, ${this.related('user', PERSON_FIELDS, 'm')} FROM project_members m
    WHERE m.project_id = $1`;

  private readonly byPerson = `${this.all} AND m.user_id = $2`;

  private readonly among = `${this.all} AND m.user_id = ANY ($2::bigint[])`;

  private readonly page = `
    ${this.all} AND m.user_id > $2 AND m.role = ANY($4::text[]) ORDER BY m.user_id LIMIT $3`;

  constructor(db: Database) {
    super(ProjectMember, db);
  }

  findIn(projectId: number, userId: number): Promise<ProjectMember | null> {
    return this.selectOne(this.byPerson, [projectId, userId]);
  }

  /** Those of the people who are members. */
  listAmong(projectId: number, userIds: readonly number[]): Promise<ProjectMember[]> {
    return this.select(this.among, [projectId, userIds]);
  }

  listOf(projectId: number, { after, limit, role }: ListMembers): Promise<ProjectMember[]> {
    return this.select(this.page, [projectId, after ?? 0, limit + 1, role ? [role] : PROJECT_ROLES]);
  }

  /** Locks an account as those do who delete it: before its memberships and tasks. */
  async lockPerson(userId: number): Promise<void> {
    await this.execute(LOCK_PERSON, [userId]);
  }

  /** The same, and whether they are active, and a service account or in one project with this person. */
  async lockKnown(personId: number, userId: number): Promise<boolean> {
    return (await this.execute(LOCK_KNOWN, [personId, userId])) > 0;
  }

  /** Adds the person, or raises their role; returns false where they have this role or a higher one. */
  async join(projectId: number, userId: number, role: ProjectRole): Promise<boolean> {
    return (await this.execute(JOIN, [projectId, userId, role])) > 0;
  }

  async setRole({ projectId, userId }: ProjectMember, role: ProjectRole): Promise<void> {
    await this.execute(SET_ROLE, [projectId, userId, role]);
  }

  async removeFrom({ projectId, userId }: ProjectMember): Promise<void> {
    await this.execute(REMOVE, [projectId, userId]);
  }
}
