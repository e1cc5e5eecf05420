import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Project } from '../project.entity.js';

/**
 * A key that a project has or once had; refs with it find the project's tasks until another project takes it. A trigger
 * of the database keeps these rows, so they are never written here.
 */
@Entity('project_keys')
@Index('project_keys_project_idx', ['projectId'])
export class ProjectKey {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'project_keys_pkey' })
  key!: string;

  @Column('bigint')
  projectId!: number;

  @ManyToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'project_keys_project_fkey' })
  project!: Relation<Project>;
}
