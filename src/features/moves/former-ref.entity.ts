import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Project } from '../projects/project.entity.js';
import { Task } from '../tasks/task.entity.js';

/** A number that a task had in a project before it was moved to another: refs with it still find the task. */
@Entity('task_former_refs')
@Index('task_former_refs_task_idx', ['taskId'])
export class FormerRef {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'task_former_refs_pkey' })
  projectId!: number;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'task_former_refs_pkey' })
  number!: number;

  @ManyToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'task_former_refs_project_fkey' })
  project!: Relation<Project>;

  @Column('bigint')
  taskId!: number;

  @ManyToOne(() => Task, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'task_id', foreignKeyConstraintName: 'task_former_refs_task_fkey' })
  task!: Relation<Task>;
}
