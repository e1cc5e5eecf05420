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
import { Session } from '../session.entity.js';

/** One link in the chain of a session's refresh tokens; never the token itself. */
@Entity('refresh_tokens')
@Unique('refresh_tokens_hash_key', ['tokenHash'])
@Index('refresh_tokens_session_idx', ['sessionId'])
export class RefreshToken {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'refresh_tokens_pkey',
  })
  id!: number;

  @Column('bigint')
  sessionId!: number;

  @ManyToOne(() => Session, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'session_id', foreignKeyConstraintName: 'refresh_tokens_session_fkey' })
  session!: Relation<Session>;

  @Column('bytea')
  tokenHash!: Buffer;

  /** Drawn when it was spent: with it, who shows the token again can be given its successor again. */
  @Column('bytea', { nullable: true })
  salt!: Buffer | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  spentAt!: Date | null;
}
