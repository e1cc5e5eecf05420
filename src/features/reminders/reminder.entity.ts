import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { Task } from '../tasks/task.entity.js';
import { User } from '../users/user.entity.js';

/** How many one person can have on one task. */
export const MAX_REMINDERS = 50;

/** What one person wants to be reminded of. It is there until it is due. */
@Entity('reminders')
@Index('reminders_user_idx', ['userId', 'taskId', 'id'])
@Index('reminders_task_idx', ['taskId'])
@Index('reminders_due_idx', ['remindAt', 'id'], { where: 'NOT is_waiting' })
export class Reminder {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'reminders_pkey',
  })
  id!: number;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'reminders_user_fkey' })
  user!: Relation<User>;

  @Column('bigint')
  taskId!: number;

  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'reminders_task_fkey' })
  task!: Relation<Task>;

  @Column({ type: 'timestamptz', precision: 3 })
  remindAt!: Date;

  /** It was due while its task was in the trash: it waits until that comes back. */
  @Column('boolean', { default: false })
  isWaiting!: boolean;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
