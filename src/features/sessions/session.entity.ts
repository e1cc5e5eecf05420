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
import { User } from '../users/user.entity.js';

/**
 * Whether a session has not ended. Who makes a key for an account holds the account first and asks then, in a statement
 * of its own: the session may have ended while the request waited, with all keys that there were.
 */
export const sessionLives = (id: string) => `EXISTS (SELECT FROM sessions s WHERE s.id = ${id} AND s.ended_at IS NULL)`;

/**
 * Whether whoever makes a request may still: their session, or with a negative id their API token, has not ended, and
 * their account is active. It is for statements that write: what an instance remembers of a caller may be over already,
 * where PostgreSQL has not told it yet.
 */
export const callerLives = (id: string) => `
  CASE WHEN ${id}::bigint > 0 THEN EXISTS (
    SELECT FROM sessions s JOIN users c ON c.id = s.user_id WHERE s.id = ${id} AND s.ended_at IS NULL AND c.is_active
  ) ELSE EXISTS (
    SELECT FROM api_tokens t JOIN users c ON c.id = t.user_id WHERE t.id = -${id} AND c.is_active
  ) END`;

/** One sign-in, from its first token pair until it is ended or has not been used for too long. */
@Entity('sessions')
@Index('sessions_user_idx', ['userId', 'id'])
@Index('sessions_expires_at_idx', ['expiresAt'])
export class Session {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'sessions_pkey',
  })
  id!: number;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'sessions_user_fkey' })
  user!: Relation<User>;

  /** Where it was begun. */
  @Column('text')
  ip!: string;

  @Column('text', { nullable: true })
  userAgent!: string | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** When it got its newest token pair. */
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  lastUsedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;
}
