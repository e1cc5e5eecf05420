import {
  Check,
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
import { Task } from '../tasks/task.entity.js';
import type { KeptType, Link } from './relation-type.js';

/** What one task is to another: one row, which both see. It is never changed. */
@Entity('task_relations')
@Check('task_relations_type_check', `type IN ('blocks', 'duplicates', 'relates_to')`)
@Check(
  'task_relations_ends_check',
  `from_task_id <> to_task_id AND (type <> 'relates_to' OR from_task_id < to_task_id)`,
)
@Unique('task_relations_ends_key', ['fromTaskId', 'type', 'toTaskId'])
@Index('task_relations_to_idx', ['toTaskId'])
export class TaskRelation implements Link {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'task_relations_pkey',
  })
  id!: number;

  @Column('bigint')
  fromTaskId!: number;

  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'from_task_id', foreignKeyConstraintName: 'task_relations_from_fkey' })
  fromTask!: Relation<Task>;

  @Column('text')
  type!: KeptType;

  @Column('bigint')
  toTaskId!: number;

  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'to_task_id', foreignKeyConstraintName: 'task_relations_to_fkey' })
  toTask!: Relation<Task>;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
