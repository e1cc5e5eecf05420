import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One subscriber's share of one event, until it is done; what was tried too often stays, dead, for people to see. */
@Entity('deliveries')
@Index('deliveries_lane_idx', ['external', 'bulk', 'dueAt', 'eventId'], { where: 'dead_at IS NULL' })
export class Delivery {
  /** No foreign key: a lookup less in every change; events are cleared only when nothing waits for them. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'deliveries_pkey' })
  eventId!: number;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'deliveries_pkey' })
  subscriber!: string;

  /** Talks to the outside, such as a mail server. */
  @Column('boolean', { name: 'outside' })
  external!: boolean;

  /** In a lane of its own, so that however much of it there is, nothing else waits for it. */
  @Column('boolean', { default: false })
  bulk!: boolean;

  @Column('integer', { default: 0 })
  attempts!: number;

  /** Not before this; for what talks to the outside also the end of the lease. */
  @Column({ type: 'timestamptz', default: () => 'now()' })
  dueAt!: Date;

  @Column('text', { nullable: true })
  lastError!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deadAt!: Date | null;
}
