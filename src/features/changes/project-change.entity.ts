import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import { ProjectFeed } from './project-feed.entity.js';

/** One thing of a project, at the number of its newest change. What it looks like is read when somebody asks. */
@Entity('project_changes')
@Unique('project_changes_seq_key', ['projectId', 'seq'])
@Index('project_changes_kind_idx', ['projectId', 'kind', 'seq'])
@Index('project_changes_task_idx', ['taskId'], { where: 'task_id IS NOT NULL' })
@Index('project_changes_other_task_idx', ['otherTaskId'], { where: 'other_task_id IS NOT NULL' })
@Index('project_changes_deleted_idx', ['changedAt'], { where: 'deleted' })
export class ProjectChange {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'project_changes_pkey' })
  projectId!: number;

  @ManyToOne(() => ProjectFeed, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'project_changes_feed_fkey' })
  feed!: Relation<ProjectFeed>;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'project_changes_pkey' })
  kind!: string;

  /** Of the thing; a member's is the person's. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'project_changes_pkey' })
  id!: number;

  @Column('bigint')
  seq!: number;

  /** As it was when the change was numbered. */
  @Column('boolean')
  deleted!: boolean;

  /** The task that it hangs on, or is; kept when the thing is gone. */
  @Column('bigint', { nullable: true })
  taskId!: number | null;

  /** The task that it shows besides. */
  @Column('bigint', { nullable: true })
  otherTaskId!: number | null;

  /** Who has made the newest change; null for the program. */
  @Column('bigint', { nullable: true })
  actorId!: number | null;

  @Column('text', { nullable: true })
  requestId!: string | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  changedAt!: Date;
}

/** A thing of a project. */
export interface FeedItem {
  projectId: number;
  kind: FeedKindName;
  id: number;
}

/** A thing that gets a new number. */
export interface NewChange extends FeedItem {
  deleted: boolean;
  taskId: number | null;
  otherTaskId: number | null;
  actorId: number | null;
  requestId: string | null;
}

/** A thing at its number. */
export interface Change extends FeedItem {
  seq: number;
  actorId: number | null;
  requestId: string | null;
}

/** How far a feed goes. */
export interface FeedHead {
  projectId: number;
  lastSeq: number;
  forgottenSeq: number;
  forgettings: number;
  /** Whether what was there before the feed is in it. */
  isFilled: boolean;
}

export interface FeedPage {
  head: FeedHead;
  changes: Change[];
}
