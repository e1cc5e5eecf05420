import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import { User } from '../users/user.entity.js';

/** A text for everybody. */
@Entity('articles')
@Index('articles_author_idx', ['authorId'])
export class Article {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'articles_pkey',
  })
  id!: number;

  @Column('text')
  title!: string;

  @Column('text')
  body!: string;

  /** Whoever wrote it first; null when the account is gone. */
  @Column({ type: 'bigint', nullable: true, update: false })
  authorId!: number | null;

  @ManyToOne(() => User, { onDelete: 'SET NULL' })
  @JoinColumn({ name: 'author_id', foreignKeyConstraintName: 'articles_author_fkey' })
  author!: Relation<User> | null;

  @VersionColumn({ type: 'integer', default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** What is not given stays; tells which fields are different now. */
  revise(changes: Partial<Pick<Article, 'title' | 'body'>>): string[] {
    const { title = this.title, body = this.body } = changes;
    const fields = [title !== this.title && 'title', body !== this.body && 'body'].filter((field) => field !== false);
    this.title = title;
    this.body = body;
    return fields;
  }
}
