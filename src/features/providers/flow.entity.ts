import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from 'typeorm';
import { User } from '../users/user.entity.js';

/** Somebody was sent to a provider, and has not come back. */
@Entity('sign_in_flows')
@Unique('sign_in_flows_state_key', ['stateHash'])
@Index('sign_in_flows_user_idx', ['userId'])
@Index('sign_in_flows_expires_idx', ['expiresAt'])
export class SignInFlow {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'sign_in_flows_pkey',
  })
  id!: number;

  @Column('bytea')
  stateHash!: Buffer;

  /** Of what the browser keeps in its cookie. */
  @Column('bytea')
  browserHash!: Buffer;

  /** As the configuration calls it. */
  @Column('text')
  provider!: string;

  @Column('text')
  returnTo!: string;

  /** Who links the provider to their account; null for somebody who signs in. */
  @Column('bigint', { nullable: true })
  userId!: number | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'sign_in_flows_user_fkey' })
  user!: Relation<User> | null;

  /** Of that person, when they began: whatever ended their links since ends this too. */
  @Column('bigint', { nullable: true })
  epoch!: number | null;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
