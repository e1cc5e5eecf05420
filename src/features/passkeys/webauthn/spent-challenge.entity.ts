import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A challenge that was answered, whatever came of it: it can't be answered again. */
@Entity('spent_challenges')
@Unique('spent_challenges_nonce_key', ['nonce'])
@Index('spent_challenges_spent_idx', ['spentAt'])
export class SpentChallenge {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'spent_challenges_pkey',
  })
  id!: number;

  @Column('bytea')
  nonce!: Buffer;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  spentAt!: Date;
}
