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
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import { Project } from '../projects/project.entity.js';

/** The most webhooks that a project can have. */
export const MAX_WEBHOOKS = 20;

/** How long the secret before the newest one signs, too. */
export const FORMER_SECRET_HOURS = 24;

/** A webhook that has had no success for so long is paused. */
export const DAYS_WITHOUT_SUCCESS = 5;

/** What a delivery can be about. */
export const WEBHOOK_TYPES = [
  ...(['task.created', 'task.updated', 'task.moved', 'task.deleted', 'task.restored'] as const),
  ...(['comment.added', 'comment.edited', 'comment.deleted'] as const),
  ...(['member.joined', 'member.role_changed', 'member.left', 'member.removed'] as const),
  ...(['label.created', 'label.updated', 'label.deleted'] as const),
  ...(['file.added', 'file.deleted'] as const),
  'project.updated',
  'ping',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** Why the program has paused a webhook: its receiver said that it is gone, or didn't take anything for days. */
export const PAUSE_REASONS = ['gone', 'no_success'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** The fields that a patch sets, and where a webhook has them. */
export const WEBHOOK_DETAILS = {
  url: 'url',
  types: 'types',
  description: 'description',
  is_active: 'isActive',
} as const;

/** Somebody else's server that hears of what happens in a project. */
@Entity('webhooks')
@Check('webhooks_paused_reason_check', `paused_reason IN (${PAUSE_REASONS.map((one) => `'${one}'`).join(', ')})`)
@Index('webhooks_project_idx', ['projectId', 'id'])
@Index('webhooks_failing_idx', ['failingSince'], { where: 'is_active AND failing_since IS NOT NULL' })
export class Webhook {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'webhooks_pkey',
  })
  id!: number;

  @Column({ type: 'bigint', update: false })
  projectId!: number;

  @ManyToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'webhooks_project_fkey' })
  project!: Relation<Project>;

  @Column('text')
  url!: string;

  /** Types and wildcards, as they were given. */
  @Column('text', { array: true })
  types!: string[];

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('boolean', { default: true })
  isActive!: boolean;

  /** Null where a person has paused it, and while it is active. */
  @Column('text', { nullable: true })
  pausedReason!: PauseReason | null;

  /** Encrypted: see `WebhookSecrets`. */
  @Column({ type: 'bytea', update: false, select: false })
  secret!: Buffer;

  /** The one before, which signs too, until then. */
  @Column({ type: 'bytea', nullable: true, update: false, select: false })
  formerSecret!: Buffer | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true, update: false, select: false })
  formerSecretUntil!: Date | null;

  /** Its first failure after the last success; null while it is in order. Whoever sends keeps it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true, update: false })
  failingSince!: Date | null;

  /** It has taken something since it was made, or made active. Whoever sends keeps it. */
  @Column({ type: 'boolean', default: false, update: false })
  isProven!: boolean;

  /** Keeps apart those who change it at the same time; nobody sees it. */
  @VersionColumn({ type: 'integer', default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}

/** Whether these types and wildcards include that one. */
export function hearsOf(types: readonly string[], type: WebhookType): boolean {
  return types.includes(type) || types.includes(`${type.split('.', 1)[0]}.*`);
}
