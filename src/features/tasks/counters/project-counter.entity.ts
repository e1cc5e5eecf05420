import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Project } from '../../projects/project.entity.js';

/**
 * The last number and the last place of a project's tasks. A trigger of the database counts when a task is inserted; the
 * lock on this row keeps the numbering without gaps, and whoever changes the order or the tree of the tasks holds it. It
 * is a row of its own, so that whoever changes the project waits for nobody.
 */
@Entity('project_counters')
export class ProjectCounter {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'project_counters_pkey' })
  projectId!: number;

  @OneToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'project_counters_project_fkey' })
  project!: Relation<Project>;

  /** Of the newest task, also when that was deleted. */
  @Column('integer')
  lastTaskNumber!: number;

  /** No position has a higher place before its digits. */
  @Column('bigint', { default: 2 ** 31 })
  lastPlace!: number;
}
