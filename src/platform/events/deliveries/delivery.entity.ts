import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The delivery of one event to one subscriber, or to all those that write rows, until it is done. A dead delivery (too
 * many attempts) stays visible.
 */
@Entity('deliveries')
@Index('deliveries_lane_idx', ['external', 'bulk', 'dueAt', 'eventId'], { where: 'dead_at IS NULL' })
export class Delivery {
  /** No foreign key: that saves a lookup in every change. Events with open deliveries are not deleted. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'deliveries_pkey' })
  eventId!: number;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'deliveries_pkey' })
  subscriber!: string;

  /** Talks to the outside, such as a mail server. */
  @Column('boolean', { name: 'outside' })
  external!: boolean;

  /** In its own lane, so that other external deliveries never wait for it; and what goes to all that write rows. */
  @Column('boolean', { default: false })
  bulk!: boolean;

  @Column('integer', { default: 0 })
  attempts!: number;

  /** Not to be attempted before this time; for external deliveries also the end of the lease. */
  @Column({ type: 'timestamptz', default: () => 'now()' })
  dueAt!: Date;

  @Column('text', { nullable: true })
  lastError!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deadAt!: Date | null;
}
