import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { LiveInstance } from './live-instance.entity.js';

/** Somebody who follows a project on an instance, with one socket or several, and the task that they look at. */
@Entity('presences')
@Index('presences_instance_idx', ['instanceId'])
export class Presence {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'presences_pkey' })
  projectId!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'presences_pkey' })
  userId!: number;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'presences_pkey' })
  instanceId!: string;

  @ManyToOne(() => LiveInstance, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'instance_id', foreignKeyConstraintName: 'presences_instance_fkey' })
  instance!: Relation<LiveInstance>;

  @Column('bigint', { nullable: true })
  taskId!: number | null;

  /** When they last said where they are; null if they never did. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  focusedAt!: Date | null;
}
