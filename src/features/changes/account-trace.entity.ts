import { Entity, PrimaryColumn } from 'typeorm';

const KEY = { primaryKeyConstraintName: 'account_traces_pkey' };

/** A thing that showed an account which was deleted. A trigger of the database writes it; the feed takes it away. */
@Entity('account_traces')
export class AccountTrace {
  @PrimaryColumn('bigint', KEY)
  userId!: number;

  @PrimaryColumn('bigint', KEY)
  projectId!: number;

  @PrimaryColumn('text', KEY)
  kind!: string;

  @PrimaryColumn('bigint', KEY)
  id!: number;
}
