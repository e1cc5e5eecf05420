import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
  VersionColumn,
} from 'typeorm';
import { Project } from '../projects/project.entity.js';

/** The most labels that a project can have. */
export const MAX_LABELS = 200;

/** What labels are compared and ordered by: without case, however their letters are composed. */
export function labelKey(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase();
}

/** The fields that a patch sets, and where a label has them. */
export const LABEL_DETAILS = { name: 'name', color: 'color' } as const;
export type LabelDetails = Pick<Label, keyof typeof LABEL_DETAILS>;

/** A label for the tasks of one project. */
@Entity('labels')
@Check('labels_color_check', `color ~ '^#[0-9A-Fa-f]{6}$'`)
@Unique('labels_project_name_key', ['projectId', 'nameKey'])
@Index('labels_project_idx', ['projectId', 'id'])
export class Label {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'labels_pkey',
  })
  id!: number;

  @Column({ type: 'bigint', update: false })
  projectId!: number;

  @ManyToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'labels_project_fkey' })
  project!: Relation<Project>;

  @Column('text')
  name!: string;

  /** See `labelKey`. */
  @Column('text')
  nameKey!: string;

  /** As `#2e8b57`. */
  @Column('text')
  color!: string;

  /** Keeps apart those who change it at the same time; nobody sees it. */
  @VersionColumn({ type: 'integer', default: 1 })
  version!: number;

  /** What is not given stays. */
  edit({ name = this.name, color = this.color }: Partial<LabelDetails>): void {
    Object.assign(this, { name, color, nameKey: labelKey(name) });
  }
}
