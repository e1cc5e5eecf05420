import { Entity, PrimaryColumn } from 'typeorm';

/** A thing that showed an account which was deleted. A trigger of the database writes it; the feed takes it away. */
@Entity('account_traces')
export class AccountTrace {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'account_traces_pkey' })
  userId!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'account_traces_pkey' })
  projectId!: number;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'account_traces_pkey' })
  kind!: string;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'account_traces_pkey' })
  id!: number;
}
