import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
  VersionColumn,
} from 'typeorm';
import { Task } from '../tasks/task.entity.js';
import type { Person } from '../users/person.entity.js';
import { User } from '../users/user.entity.js';

/** What people write; what is missing stays. */
export interface CommentText {
  body?: string;
  mention_ids?: number[];
}

/** What was changed, by the names that the fields have in a PATCH. */
export interface CommentChanges {
  body?: { old: string; new: string };
  mention_ids?: { old: number[]; new: number[] };
}

/** A comment on a task, and whom it mentions. */
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

  /** In the order in which they were named. Somebody whose account is gone may still be among them. */
  @Column('bigint', { array: true, default: [] })
  mentionIds!: number[];

  /** Those of the mentioned people who exist, as they are shown. */
  mentions!: Person[];

  @VersionColumn({ type: 'integer', default: 1 })
  version!: number;

  /** Null while the comment is as it was written. The database's time, as all others are. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  editedAt!: Date | null;

  /** What would be changed; the same people in another order are the same. */
  changesBy({ body = this.body, mention_ids = this.mentionIds }: CommentText): CommentChanges {
    const isSame =
      mention_ids.length === this.mentionIds.length && mention_ids.every((id) => this.mentionIds.includes(id));
    return {
      ...(body !== this.body && { body: { old: this.body, new: body } }),
      ...(!isSame && { mention_ids: { old: this.mentionIds, new: mention_ids } }),
    };
  }

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
