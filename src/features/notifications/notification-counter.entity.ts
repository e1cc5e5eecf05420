import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity.js';

/** The last number of a person's notifications. The lock on this row keeps the numbering without gaps. */
@Entity('notification_counters')
export class NotificationCounter {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'notification_counters_pkey' })
  userId!: number;

  @OneToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'notification_counters_user_fkey' })
  user!: Relation<User>;

  /** Of the newest notification, also when that was cleared away. */
  @Column('bigint')
  lastSeq!: number;
}
