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
} from 'typeorm';
import { Task } from '../tasks/task.entity.js';
import { User } from '../users/user.entity.js';

/** How many files a task may have. The database counts them (see the migration). */
export const MAX_FILES = 200;

/** A file of a task: what is known of bytes that are kept elsewhere. It is never changed. */
@Entity('files')
@Check('files_size_check', `size >= 0`)
@Unique('files_object_key', ['objectKey'])
@Index('files_task_idx', ['taskId', 'id'])
@Index('files_author_idx', ['authorId'])
export class TaskFile {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'files_pkey',
  })
  id!: number;

  @Column('bigint')
  taskId!: number;

  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'files_task_fkey' })
  task!: Relation<Task>;

  /** Null when the account is gone. */
  @Column('bigint', { nullable: true })
  authorId!: number | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'author_id', foreignKeyConstraintName: 'files_author_fkey' })
  author!: Relation<User> | null;

  @Column('text')
  name!: string;

  /** In bytes. */
  @Column('bigint')
  size!: number;

  /** What the bytes are, as far as they tell. */
  @Column('text')
  contentType!: string;

  /** Of the bytes, in hexadecimal digits. */
  @Column('text')
  sha256!: string;

  /** Where the store keeps the bytes. When the row is deleted, a trigger notes it in `OrphanedObject`. */
  @Column('text')
  objectKey!: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
