import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { User } from '../users/user.entity.js';

/** A notification to be created. */
export type NewNotification = Pick<Notification, 'userId' | 'type' | 'data'>;

/** A notification of one person. Only `readAt` ever changes. */
@Entity('notifications')
@Unique('notifications_user_seq_key', ['userId', 'seq'])
@Index('notifications_user_idx', ['userId', 'id'])
@Index('notifications_unread_idx', ['userId', 'id'], { where: 'read_at IS NULL' })
@Index('notifications_created_at_idx', ['createdAt'])
export class Notification {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'notifications_pkey',
  })
  id!: number;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'notifications_user_fkey' })
  user!: Relation<User>;

  /** Counts 1, 2, 3 … for each person. */
  @Column('bigint')
  seq!: number;

  @Column('text')
  type!: string;

  /** As it leaves the API. */
  @Column('jsonb')
  data!: object;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  readAt!: Date | null;

  get isRead(): boolean {
    return this.readAt !== null;
  }
}
