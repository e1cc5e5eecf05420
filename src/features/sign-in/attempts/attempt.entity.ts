import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Something that was tried and failed, or (while it is open) may still fail; or that was done, and is limited itself. */
@Entity('attempts')
@Index('attempts_key_idx', ['kind', 'key', 'at'])
@Index('attempts_at_idx', ['at'])
export class Attempt {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'attempts_pkey',
  })
  id!: number;

  @Column('text')
  kind!: string;

  /** Whose attempts are counted together: a network, an account. */
  @Column('text')
  key!: string;

  @Column('boolean', { default: false })
  isOpen!: boolean;

  @Column({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  at!: Date;
}
