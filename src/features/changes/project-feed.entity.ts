import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Project } from '../projects/project.entity.js';

/** The counter of a project's changes. The lock on this row puts them in one order, without gaps for their readers. */
@Entity('project_feeds')
export class ProjectFeed {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'project_feeds_pkey' })
  projectId!: number;

  @OneToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'project_feeds_project_fkey' })
  project!: Relation<Project>;

  /** Of the newest change. */
  @Column('bigint', { default: 0 })
  lastSeq!: number;

  /** Up to here, deletions may have been forgotten; 0 if none was. */
  @Column('bigint', { default: 0 })
  forgottenSeq!: number;

  /** How often something was forgotten. */
  @Column('integer', { default: 0 })
  forgettings!: number;

  /** Null while what was there before the feed may be missing. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  filledAt!: Date | null;
}
