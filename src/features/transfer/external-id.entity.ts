import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Project } from '../projects/project.entity.js';

/**
 * What a row of a project is called where it was imported from, so that it is known when it comes again. The row may be
 * gone by now, or in another project.
 */
@Entity('external_ids')
@Check('external_ids_kind_check', `kind IN ('project', 'task', 'comment')`)
@Index('external_ids_row_idx', ['rowId', 'kind'])
@Index('external_ids_source_idx', ['externalId'], { where: `kind = 'project'` })
export class ExternalId {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'external_ids_pkey' })
  projectId!: number;

  @ManyToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'external_ids_project_fkey' })
  project!: Relation<Project>;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'external_ids_pkey' })
  kind!: 'project' | 'task' | 'comment';

  /** With the name of the source before it, as `trello:5f2b…`. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'external_ids_pkey' })
  externalId!: string;

  @Column('bigint')
  rowId!: number;
}
