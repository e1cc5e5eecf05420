import {
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
import { User } from '../users/user.entity.js';

/** A link that was sent by mail and works once; never its token. */
@Entity('mail_links')
@Unique('mail_links_hash_key', ['tokenHash'])
@Index('mail_links_user_idx', ['userId', 'purpose'])
@Index('mail_links_expires_at_idx', ['expiresAt'])
export class MailLink {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'mail_links_pkey',
  })
  id!: number;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'mail_links_user_fkey' })
  user!: Relation<User>;

  /** What it opens; a newer link for the same purpose replaces it. */
  @Column('text')
  purpose!: string;

  /** Its token is derived from this and `SECRET_KEY`, so that whoever sends the mail needs no copy of it. */
  @Column('bytea')
  salt!: Buffer;

  @Column('bytea')
  tokenHash!: Buffer;

  /** The new address that it confirms, where that is its purpose. */
  @Column('text', { nullable: true })
  email!: string | null;

  /** The person's, when it was made: a link of an earlier one is dead. */
  @Column('bigint', { default: 0 })
  epoch!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  spentAt!: Date | null;
}
