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

/** A comment on a task. It is never changed. */
@Entity('comments')
@Index('comments_task_idx', ['taskId', 'id'])
@Index('comments_author_idx', ['authorId'])
export class Comment {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'comments_pkey',
  })
  id!: number;

  @Column('bigint')
  taskId!: number;

  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'comments_task_fkey' })
  task!: Relation<Task>;

  /** Null when the account is gone. */
  @Column('bigint', { nullable: true })
  authorId!: number | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'author_id', foreignKeyConstraintName: 'comments_author_fkey' })
  author!: Relation<User> | null;

  @Column('text')
  body!: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
