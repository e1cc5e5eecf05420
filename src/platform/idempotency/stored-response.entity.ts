import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** The response to a request with an `Idempotency-Key`, for 24 hours. */
@Entity('kept_answers')
@Index('kept_answers_created_at_idx', ['createdAt'])
export class StoredResponse {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'kept_answers_pkey' })
  userId!: number;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'kept_answers_pkey' })
  path!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'kept_answers_pkey' })
  key!: string;

  @Column('bytea')
  bodyHash!: Buffer;

  /** Encrypted, since some responses hold secrets. */
  @Column('bytea')
  answer!: Buffer;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
