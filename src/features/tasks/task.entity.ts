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
import type { RECURRENCE_STARTS } from '../../platform/input/fields/recurrence-field.js';
import type { Label } from '../labels/label.entity.js';
import { Project } from '../projects/project.entity.js';
import { User } from '../users/user.entity.js';
import { taskErrors } from './task.errors.js';

export const TASK_STATUSES = ['todo', 'in_progress', 'done'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_PRIORITIES = ['low', 'medium', 'high'] as const;
export type TaskPriority = (typeof TASK_PRIORITIES)[number];

/** Forward one step at a time, one step back, and from the end to the start. */
const NEXT: Record<TaskStatus, readonly TaskStatus[]> = {
  todo: ['in_progress'],
  in_progress: ['todo', 'done'],
  done: ['in_progress', 'todo'],
};

/** A rule of RFC 5545, and what the next day is counted from. */
export interface Recurrence {
  rule: string;
  from: (typeof RECURRENCE_STARTS)[number];
}

/** The fields that a patch sets as they come, and where a task has them: a new one is one line here. */
export const TASK_DETAILS = {
  title: 'title',
  description: 'description',
  priority: 'priority',
  start_on: 'startOn',
  due_on: 'dueOn',
  recurrence: 'recurrence',
} as const;
export type TaskDetails = { [Field in keyof typeof TASK_DETAILS]: Task[(typeof TASK_DETAILS)[Field]] };
type ChangedDetails = Partial<Omit<TaskDetails, 'recurrence'> & { recurrence: Partial<Recurrence> | null }>;

/**
 * A task of a project, with at most one assignee. The deleted ones are in the table `all_tasks`; `tasks` is a view of
 * the others.
 */
@Entity('tasks')
@Check('tasks_status_check', `status IN ('todo', 'in_progress', 'done')`)
@Check('tasks_priority_check', `priority IN ('low', 'medium', 'high')`)
@Check('tasks_days_check', 'due_on >= start_on')
@Check('tasks_recurrence_check', 'recurrence IS NULL OR due_on IS NOT NULL')
@Unique('tasks_project_number_key', ['projectId', 'number'])
@Index('tasks_project_idx', ['projectId', 'status', 'id'], { where: 'deleted_at IS NULL' })
@Index('tasks_assignee_idx', ['assigneeId', 'status', 'id'])
@Index('tasks_trash_idx', ['projectId', 'id'], { where: 'deleted_at IS NOT NULL' })
@Index('tasks_deleted_idx', ['deletedAt'], { where: 'deleted_at IS NOT NULL' })
@Unique('tasks_project_position_key', ['projectId', 'position'], { deferrable: 'INITIALLY IMMEDIATE' })
@Index('tasks_project_position_idx', ['projectId', 'status', 'position', 'id'], { where: 'deleted_at IS NULL' })
@Index('tasks_parent_idx', ['parentId', 'status', 'id'], { where: 'parent_id IS NOT NULL' })
@Index('tasks_project_updated_idx', ['projectId', 'status', 'updatedAt', 'id'], { where: 'deleted_at IS NULL' })
@Index('tasks_assignee_updated_idx', ['assigneeId', 'status', 'updatedAt', 'id'], {
  where: 'assignee_id IS NOT NULL AND deleted_at IS NULL',
})
@Index('tasks_updated_idx', ['updatedAt', 'id'], { where: 'deleted_at IS NULL' })
// On expressions, which no decorator can say: the migration has them.
@Index('tasks_project_due_idx', { synchronize: false })
@Index('tasks_assignee_due_idx', { synchronize: false })
@Index('tasks_due_idx', { synchronize: false })
@Index('tasks_project_priority_idx', { synchronize: false })
@Index('tasks_assignee_priority_idx', { synchronize: false })
@Index('tasks_priority_idx', { synchronize: false })
export class Task {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'tasks_pkey',
  })
  id!: number;

  @Column({ type: 'bigint', update: false })
  projectId!: number;

  @ManyToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'tasks_project_fkey' })
  project!: Relation<Project>;

  /** Counts the tasks of its project. The database gives it (see `ProjectCounter`). */
  @Column({ type: 'integer', update: false })
  number!: number;

  /** Its place among the tasks of its project. The database puts new ones last; from then on, only moves change it. */
  @Column({ type: 'text', collation: 'C', update: false })
  position!: string;

  @Column('bigint', { nullable: true })
  parentId!: number | null;

  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'tasks_parent_fkey' })
  parent!: Relation<Task> | null;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { default: 'todo' })
  status!: TaskStatus;

  @Column('text', { default: 'medium' })
  priority!: TaskPriority;

  /** A day, as `2026-01-31`. */
  @Column('date', { nullable: true })
  startOn!: string | null;

  /** Not before `startOn`: the database sees to it. */
  @Column('date', { nullable: true })
  dueOn!: string | null;

  /** When it comes again after it is done. The database sees to it that there is a `dueOn`. */
  @Column('jsonb', { nullable: true })
  recurrence!: Recurrence | null;

  /** Which one it is of those that its recurrence makes. */
  @Column('integer', { default: 1 })
  recurrenceNth!: number;

  /** The task that came after it. It stays when that one is gone: no task has a second one. */
  @Column({ type: 'bigint', nullable: true, update: false })
  successorId!: number | null;

  @Column('bigint', { nullable: true })
  assigneeId!: number | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'assignee_id', foreignKeyConstraintName: 'tasks_assignee_fkey' })
  assignee!: Relation<User> | null;

  /** From `task_labels`. */
  labels!: Pick<Label, 'id' | 'name' | 'color'>[];

  @VersionColumn({ type: 'integer', default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** Null but in the trash. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deletedAt!: Date | null;

  /** What people call it: the key of its project and its number there. */
  get ref(): string {
    return `${this.project.key}-${this.number}`;
  }

  /** Whether another one comes after it: it is done, and none has come yet. */
  get recurs(): boolean {
    return this.status === 'done' && this.recurrence !== null && this.successorId === null;
  }

  /** In ascending order. */
  get labelIds(): number[] {
    return this.labels.map(({ id }) => id).sort((one, other) => one - other);
  }

  /** What a PATCH can set, by its names. */
  get values(): Record<string, unknown> {
    const details = Object.entries(TASK_DETAILS).map(([name, property]) => [name, this[property]] as const);
    const { status, assigneeId, labelIds, parentId } = this;
    return {
      ...Object.fromEntries(details),
      status,
      assignee_id: assigneeId,
      label_ids: labelIds,
      parent_id: parentId,
    };
  }

  /** As its writers gave them. */
  get details(): TaskDetails {
    return Object.fromEntries(Object.values(TASK_DETAILS).map((name) => [name, this[name]])) as TaskDetails;
  }

  hasLabelsOf(other: Task): boolean {
    return this.labels === other.labels || this.labelIds.join() === other.labelIds.join();
  }

  /**
   * Missing fields stay as they are, also those of the recurrence; null clears.
   *
   * @throws AppError `validation_failed` for half of a recurrence where there was none
   */
  edit({ recurrence, ...details }: ChangedDetails): void {
    Object.assign(this, detailsOf(details));
    if (recurrence !== undefined) this.recur(recurrence && { ...this.recurrence, ...recurrence });
  }

  /** Another recurrence begins to count anew. */
  private recur(recurrence: Partial<Recurrence> | null): void {
    const { rule, from } = recurrence ?? {};
    if (rule === this.recurrence?.rule && from === this.recurrence?.from) return;
    if (recurrence && (!rule || !from)) throw taskErrors.halfRecurrence(rule ? 'from' : 'rule');
    this.recurrence = rule && from ? { rule, from } : null;
    this.recurrenceNth = 1;
  }

  /**
   * Setting the same status changes nothing.
   *
   * @throws AppError `invalid_status_transition`
   */
  changeStatus(to: TaskStatus): void {
    if (to !== this.status && !NEXT[this.status].includes(to)) throw taskErrors.invalidTransition(this.status, to);
    this.status = to;
  }

  assignTo(assignee: User | null): void {
    this.assigneeId = assignee?.id ?? null;
    this.assignee = assignee;
  }
}

/** The details that are given, by the properties that hold them. */
export function detailsOf(given: Partial<TaskDetails>): Partial<Task> {
  const fields = Object.entries(given).filter(([name, value]) => name in TASK_DETAILS && value !== undefined);
  return Object.fromEntries(fields.map(([name, value]) => [TASK_DETAILS[name as keyof TaskDetails], value]));
}

/** The projects of these tasks, in the order in which they are locked. */
export function projectsOf(tasks: readonly Task[]): Project[] {
  const projects = new Map(tasks.map(({ project }) => [project.id, project]));
  return [...projects.values()].sort((one, other) => one.id - other.id);
}
