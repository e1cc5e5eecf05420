import { Column, CreateDateColumn, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import { User } from '../users/user.entity.js';

/** Where somebody's calendar is read: the hash of the secret in its address, never the secret itself. */
@Entity('calendar_addresses')
@Unique('calendar_addresses_hash_key', ['tokenHash'])
export class CalendarAddress {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'calendar_addresses_pkey' })
  userId!: number;

  @OneToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'calendar_addresses_user_fkey' })
  user!: Relation<User>;

  @Column('bytea')
  tokenHash!: Buffer;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
