import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../../users/user.entity.js';
import { Task } from '../task.entity.js';

/**
 * Somebody who wants to hear of a task. Whether they may still read it is asked when they are told. Those who comment on
 * it or are mentioned there are added with the comment.
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

/** True where a person watches a task, otherwise null: one look-up by the primary key, however many tasks there are. */
export const isWatchedBy = (task: string, person: string) =>
  `(SELECT true FROM task_watchers w WHERE w.task_id = ${task} AND w.user_id = ${person})`;

/** A part of a statement: people, an array in the order of ids, watch the task of a row that it has written. */
export const watchWith = (written: string, people: string) => `
  INSERT INTO task_watchers (task_id, user_id)
  SELECT ${written}.task_id, person FROM ${written} CROSS JOIN unnest(${people}::bigint[]) AS person
  ON CONFLICT DO NOTHING`;
