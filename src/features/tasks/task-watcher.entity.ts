import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity.js';
import { Task } from './task.entity.js';

/**
 * Somebody who wants to hear of a task. A trigger of the database adds those who comment on it or are mentioned there.
 * Whether they may still read the task is asked when they are told.
 */
@Entity('task_watchers')
@Index('task_watchers_user_idx', ['userId', 'taskId'])
export class TaskWatcher {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'task_watchers_pkey' })
  taskId!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'task_watchers_pkey' })
  userId!: number;

  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'task_watchers_task_fkey' })
  task!: Relation<Task>;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'task_watchers_user_fkey' })
  user!: Relation<User>;

  /** In the list of one task. */
  get id(): number {
    return this.userId;
  }
}

/** Whether a person watches a task: one look-up by the primary key. */
export const isWatchedBy = (task: string, person: string) =>
  `EXISTS (SELECT FROM task_watchers w WHERE w.task_id = ${task} AND w.user_id = ${person})`;
