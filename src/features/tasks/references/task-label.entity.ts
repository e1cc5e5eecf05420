import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Label } from '../../labels/label.entity.js';
import { Task } from '../task.entity.js';

/** One label of one task. It goes with either of them. */
@Entity('task_labels')
@Index('task_labels_label_idx', ['labelId', 'taskId'])
export class TaskLabel {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'task_labels_pkey' })
  taskId!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'task_labels_pkey' })
  labelId!: number;

  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'task_labels_task_fkey' })
  task!: Relation<Task>;

  @ManyToOne(() => Label, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'label_id', foreignKeyConstraintName: 'task_labels_label_fkey' })
  label!: Relation<Label>;
}

/** The labels of a task as a column, in any order. */
export const labelsOf = (task: string) => `(
  SELECT coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'color', l.color)), '[]')
  FROM task_labels tl JOIN labels l ON l.id = tl.label_id WHERE tl.task_id = ${task}) AS labels`;
