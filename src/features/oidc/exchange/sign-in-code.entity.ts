import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from 'typeorm';
import { User } from '../../users/user.entity.js';

/** For somebody who has come back from a provider: it is exchanged for a session, once. */
@Entity('sign_in_codes')
@Unique('sign_in_codes_code_key', ['codeHash'])
@Index('sign_in_codes_user_idx', ['userId'])
@Index('sign_in_codes_expires_idx', ['expiresAt'])
export class SignInCode {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'sign_in_codes_pkey',
  })
  id!: number;

  @Column('bytea')
  codeHash!: Buffer;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'sign_in_codes_user_fkey' })
  user!: Relation<User>;

  /** Of the person when it was made: whatever ended their links since ends it, too. */
  @Column('bigint')
  epoch!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
