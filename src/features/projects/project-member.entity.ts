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
import { User } from '../users/user.entity.js';
import type { Guard } from '../../platform/database/entity-sql.js';
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

/** A guard for every write in a project: the project is neither archived nor deleted before the commit. */
export function inActiveProject(id: number): Guard {
  return { text: `SELECT id FROM projects WHERE id = $1 AND status = 'active' FOR KEY SHARE`, values: [id] };
}
