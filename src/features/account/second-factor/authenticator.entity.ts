import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { User } from '../../users/user.entity.js';

/** The authenticator app of a person; in force once it is confirmed. */
@Entity('second_factors')
@Unique('second_factors_user_key', ['userId'])
export class Authenticator {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'second_factors_pkey',
  })
  id!: number;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'second_factors_user_fkey' })
  user!: Relation<User>;

  /** Sealed. */
  @Column('bytea')
  secret!: Buffer;

  /** The steps whose codes were used, as far as they could come again. */
  @Column('bigint', { array: true, default: [] })
  spentSteps!: number[];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  confirmedAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
