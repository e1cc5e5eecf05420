import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One entry of the audit log, and the source of its deliveries. */
@Entity('events')
@Index('events_subject_idx', ['subjectType', 'subjectId', 'id'])
@Index('events_task_idx', ['subjectId', 'id'], { where: `subject_type = 'task' AND type LIKE 'task.%'` })
@Index('events_actor_idx', ['actorId', 'id'])
@Index('events_type_idx', ['type', 'id'])
@Index('events_created_at_idx', ['createdAt'])
export class Event {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'events_pkey',
  })
  id!: number;

  @Column('text')
  type!: string;

  /** No foreign key: the log outlives the people in it. */
  @Column('bigint', { nullable: true })
  actorId!: number | null;

  @Column('text', { nullable: true })
  subjectType!: string | null;

  @Column('bigint', { nullable: true })
  subjectId!: number | null;

  @Column('jsonb')
  data!: object;

  @Column('text', { nullable: true })
  ip!: string | null;

  @Column('text', { nullable: true })
  requestId!: string | null;

  /** The trace of what caused it, where it was traced: whoever hears of the event continues it. */
  @Column('text', { nullable: true })
  traceparent!: string | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
