import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity.js';

/** The hour of the morning at which people hear what is due, in their time zone. */
export const DIGEST_HOUR = 8;

/** Somebody was told of what is due on this day of theirs. Kept for a few days: nobody has the same day twice. */
@Entity('digests')
@Index('digests_day_idx', ['day'])
export class Digest {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'digests_pkey' })
  userId!: number;

  @PrimaryColumn('date', { primaryKeyConstraintName: 'digests_pkey' })
  day!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'digests_user_fkey' })
  user!: Relation<User>;
}

/** How far one morning has come in one time zone. Its people are looked at once, in the order of their ids. */
@Entity('mornings')
export class DigestRun {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'mornings_pkey' })
  timeZone!: string;

  @PrimaryColumn('date', { primaryKeyConstraintName: 'mornings_pkey' })
  day!: string;

  @Column('bigint', { default: 0 })
  lastUserId!: number;

  /** Everybody there was looked at. */
  @Column('boolean', { default: false })
  isOver!: boolean;
}
