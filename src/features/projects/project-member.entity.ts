import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import { callerLives } from '../sessions/session.entity.js';
import { User } from '../users/user.entity.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Guard } from '../../platform/database/statements/entity-sql.js';
import { Project, PROJECT_ROLES, type ProjectRole } from './project.entity.js';

/**
 * A person in a project. The row of the owner follows `projects.owner_id`: a trigger of the database keeps it, so it is
 * never written here.
 */
@Entity('project_members')
@Check('project_members_role_check', `role IN (${PROJECT_ROLES.map((role) => `'${role}'`).join(', ')})`)
@Index('project_members_user_idx', ['userId', 'projectId', 'role'])
@Index('project_members_owner_key', ['projectId'], { unique: true, where: `role = 'owner'` })
export class ProjectMember {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'project_members_pkey' })
  projectId!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'project_members_pkey' })
  userId!: number;

  @ManyToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'project_members_project_fkey' })
  project!: Relation<Project>;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'project_members_user_fkey' })
  user!: Relation<User>;

  @Column('text')
  role!: ProjectRole;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  joinedAt!: Date;

  /** In the list of one project. */
  get id(): number {
    return this.userId;
  }
}

/** What a person is to whatever belongs to a project, by their role in it: that role and those before it. */
export function projectRelations(principal: Pick<Actor, 'can'>, role: ProjectRole | null): readonly ProjectRole[] {
  if (principal.can('manage_all_projects')) return PROJECT_ROLES;
  return role === null ? [] : PROJECT_ROLES.slice(0, PROJECT_ROLES.indexOf(role) + 1);
}

/**
 * The projects that a person may read, each with their role in it. It is a subquery; `person` is a parameter, and so is
 * `only`: where it is not null, the projects beside which there is nothing for the API token that asks.
 */
export const readableProjects = (person: string, only = 'NULL') => `(
    SELECT project_id, role FROM project_members WHERE user_id = ${person} AND ${reached('project_id', only)})`;

/** Whether an API token reaches a project, as a condition; `only` as in `readableProjects`. */
export const reached = (project: string, only: string) =>
  `(${only}::bigint[] IS NULL OR ${project} = ANY(${only}::bigint[]))`;

/** A person's role in a project, as a column: one look-up by the primary key. */
export const roleIn = (project: string, person: string) =>
  `(SELECT m.role FROM project_members m WHERE m.project_id = ${project} AND m.user_id = ${person})`;

/** Who writes, and with which session or API token. */
export type Writer = Pick<Actor, 'id' | 'sessionId'>;
type Writable = Pick<Project, 'id' | 'role'>;
type Held = Record<'of' | 'where' | 'lock', string>;

/**
 * A guard for every write below a project: the project is neither archived nor deleted before the commit, the role of
 * the writer is the one with which the project was read, and neither their session nor their account has ended.
 */
export function inActiveProject(writer: Writer, project: Writable): Guard {
  return held(writer, project, {
    of: 'all_projects p',
    where: `p.id = $1 AND p.status = 'active'`,
    lock: 'KEY SHARE OF p',
  });
}

/**
 * The same for a row that refers to the writer's account. The account is locked first, as by those who delete it: they
 * lock it before the memberships.
 */
export function inActiveProjectAsAuthor(author: Writer, project: Writable): Guard {
  const where = `p.id = $1 AND p.status = 'active' AND a.id = $2`;
  return held(author, project, { of: 'users a CROSS JOIN all_projects p', where, lock: 'KEY SHARE OF a, p' });
}

/** A guard for a change of the project itself: the role of the writer is the one with which it was read. */
export function asMember(writer: Writer, project: Writable): Guard {
  return held(writer, project, { of: 'all_projects p', where: 'p.id = $1', lock: 'NO KEY UPDATE OF p' });
}

/**
 * Locked until the commit: first the project, then the role, where a role is what has let the writer in. It reads the
 * table and not the view of live projects, because PostgreSQL locks the rows of a view after those of tables.
 */
function held(writer: Writer, project: Writable, { of, where: which, lock }: Held): Guard {
  const values = [project.id, writer.id, writer.sessionId];
  const where = `${which} AND p.deleted_at IS NULL AND ${callerLives('$3')}`;
  if (project.role === null) {
    const none = 'NOT EXISTS (SELECT FROM project_members m WHERE m.project_id = p.id AND m.user_id = $2)';
    return { text: `SELECT p.id FROM ${of} WHERE ${where} AND ${none} FOR ${lock}`, values };
  }
  const text = `
    SELECT p.id FROM ${of} JOIN project_members m ON m.project_id = p.id AND m.user_id = $2 AND m.role = $4
    WHERE ${where} FOR ${lock} FOR SHARE OF m`;
  return { text, values: [...values, project.role] };
}
