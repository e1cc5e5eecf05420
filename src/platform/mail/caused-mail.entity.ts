import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A mail that one person caused to another's address, for as long as it counts. No foreign keys: it outlives both. */
@Entity('caused_mails')
@Index('caused_mails_address_idx', ['addressHash', 'countedAt'])
@Index('caused_mails_sender_idx', ['senderId', 'countedAt'])
@Index('caused_mails_counted_at_idx', ['countedAt'])
export class CausedMail {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'caused_mails_pkey' })
  eventId!: number;

  /** A hash of the normalised address; the address itself is not stored. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'caused_mails_pkey' })
  addressHash!: Buffer;

  /** Null for somebody who is not signed in. */
  @Column('bigint', { nullable: true })
  senderId!: number | null;

  @Column({ type: 'timestamptz', precision: 3 })
  countedAt!: Date;

  /** Null until the mail server has taken it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  sentAt!: Date | null;
}
