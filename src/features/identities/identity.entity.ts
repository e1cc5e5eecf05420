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

/** The most identities that an account can have. */
export const MAX_IDENTITIES = 20;

/** By what a provider knows somebody. Nothing of it is a secret, and none of its tokens is kept. */
@Entity('user_identities')
@Unique('user_identities_subject_key', ['issuer', 'subject'])
@Index('user_identities_user_idx', ['userId', 'id'])
export class UserIdentity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'user_identities_pkey',
  })
  id!: number;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_identities_user_fkey' })
  user!: Relation<User>;

  /** As the configuration called it then. */
  @Column('text')
  provider!: string;

  @Column('text')
  issuer!: string;

  @Column('text')
  subject!: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
