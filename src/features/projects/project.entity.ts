import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import { User } from '../users/user.entity.js';
import { projectErrors } from './project.errors.js';

export const PROJECT_STATUSES = ['active', 'archived'] as const;
export type ProjectStatus = (typeof PROJECT_STATUSES)[number];

/** What a person can be in a project. Each role includes those before it. */
export const PROJECT_ROLES = ['viewer', 'commenter', 'editor', 'manager', 'owner'] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

/** What one member can make another: the owner is made by handing the project over. */
export const GIVEN_ROLES = ['viewer', 'commenter', 'editor', 'manager'] as const satisfies ProjectRole[];
export type GivenRole = (typeof GIVEN_ROLES)[number];

/** The fields that a patch sets as they come: a new one is one word here. */
export const PROJECT_DETAILS = ['name', 'description', 'key'] as const;
export type ProjectDetails = Pick<Project, (typeof PROJECT_DETAILS)[number]>;

/**
 * A project of one owner, with the number of its tasks in each status. The deleted ones are in the table
 * `all_projects`; `projects` is a view of the others.
 */
@Entity('projects')
@Check('projects_status_check', `status IN ('active', 'archived')`)
@Check('projects_key_check', `key ~ '^[A-Z][A-Z0-9]{1,9}$'`)
@Unique('projects_key_key', ['key'])
@Index('projects_owner_idx', ['ownerId', 'status', 'id'])
@Index('projects_status_idx', ['status', 'id'])
@Index('projects_trash_idx', ['ownerId', 'id'], { where: 'deleted_at IS NOT NULL' })
@Index('projects_deleted_idx', ['deletedAt'], { where: 'deleted_at IS NOT NULL' })
export class Project {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'projects_pkey',
  })
  id!: number;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** What the refs of its tasks begin with. The keys that it had before are in `ProjectKey`. */
  @Column('text')
  key!: string;

  @Column('text', { default: 'active' })
  status!: ProjectStatus;

  @Column('bigint')
  ownerId!: number;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'owner_id', foreignKeyConstraintName: 'projects_owner_fkey' })
  owner!: Relation<User>;

  /** Counted in the background, so it is never written with the other columns. */
  @Column({ type: 'integer', default: 0, update: false })
  todoCount!: number;

  @Column({ type: 'integer', default: 0, update: false })
  inProgressCount!: number;

  @Column({ type: 'integer', default: 0, update: false })
  doneCount!: number;

  @VersionColumn({ type: 'integer', default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** Null but in the trash. Its tasks go there and come back with it: a trigger of the database sees to them. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deletedAt!: Date | null;

  /** What the person is here for whom the row was read; null for nothing. */
  role!: ProjectRole | null;

  /** @throws AppError `project_archived` */
  requireActive(): void {
    if (this.status === 'archived') throw projectErrors.archived();
  }

  /** Missing fields stay as they are; null clears the description. */
  edit(details: Partial<ProjectDetails>): void {
    const given = PROJECT_DETAILS.filter((field) => details[field] !== undefined);
    Object.assign(this, Object.fromEntries(given.map((field) => [field, details[field]])));
  }

  /** The former owner stays as a manager: the database sees to both (see `ProjectMember`). */
  handOver(owner: User): void {
    this.ownerId = owner.id;
    this.owner = owner;
  }
}
