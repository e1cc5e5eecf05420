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
import type { Permission } from '../../platform/request/permissions.js';
import { User } from '../users/user.entity.js';

/** The most API tokens that an account can have. */
export const MAX_TOKENS = 50;

/** A token with which a program acts for an account; never the token itself. */
@Entity('api_tokens')
@Unique('api_tokens_hash_key', ['tokenHash'])
@Index('api_tokens_user_idx', ['userId', 'id'])
export class ApiToken {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'api_tokens_pkey',
  })
  id!: number;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'api_tokens_user_fkey' })
  user!: Relation<User>;

  @Column('text')
  name!: string;

  /** How the token begins, to tell it from others. */
  @Column('text')
  prefix!: string;

  @Column('bytea')
  tokenHash!: Buffer;

  /** Null for all that the account has at the time. */
  @Column('text', { array: true, nullable: true })
  permissions!: Permission[] | null;

  /** Null for all projects, and for what is in none. */
  @Column('bigint', { array: true, nullable: true })
  projectIds!: number[] | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** To the minute. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt!: Date | null;
}
