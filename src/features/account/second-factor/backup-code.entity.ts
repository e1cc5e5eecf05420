import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from 'typeorm';
import { User } from '../../users/user.entity.js';

/** One of the ten codes that stand in for a lost authenticator. */
@Entity('backup_codes')
@Unique('backup_codes_user_hash_key', ['userId', 'codeHash'])
export class BackupCode {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'backup_codes_pkey',
  })
  id!: number;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'backup_codes_user_fkey' })
  user!: Relation<User>;

  @Column('bytea')
  codeHash!: Buffer;

  /** Null for those of before: they were hashed with a key. */
  @Column('bytea', { nullable: true })
  salt!: Buffer | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  spentAt!: Date | null;
}
