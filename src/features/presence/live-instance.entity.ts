import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An instance of the program that somebody follows projects on. What it knows counts as long as it is seen. */
@Entity('live_instances')
export class LiveInstance {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'live_instances_pkey' })
  id!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  seenAt!: Date;
}
