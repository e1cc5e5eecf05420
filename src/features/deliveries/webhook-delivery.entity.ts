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
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import { Webhook, type WebhookType } from '../webhooks/webhook.entity.js';

/** Waiting for its first attempt, taken, to be tried again, given up. */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'failing', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event on its way to one webhook. Asking for it again begins it anew, and doesn't make another one. */
@Entity('webhook_deliveries')
@Check('webhook_deliveries_status_check', `status IN (${DELIVERY_STATUSES.map((one) => `'${one}'`).join(', ')})`)
@Unique('webhook_deliveries_event_key', ['webhookId', 'eventId'])
@Index('webhook_deliveries_due_idx', ['webhookId', 'dueAt', 'eventId'], { where: 'due_at IS NOT NULL' })
@Index('webhook_deliveries_webhook_idx', ['webhookId', 'id'])
@Index('webhook_deliveries_status_idx', ['webhookId', 'status', 'id'])
@Index('webhook_deliveries_settled_idx', ['settledAt'], { where: 'settled_at IS NOT NULL' })
@Index('webhook_deliveries_dead_idx', ['id'], { where: `status = 'dead'` })
export class WebhookDelivery {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'webhook_deliveries_pkey',
  })
  id!: number;

  @Column('bigint')
  webhookId!: number;

  @ManyToOne(() => Webhook, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id', foreignKeyConstraintName: 'webhook_deliveries_webhook_fkey' })
  webhook!: Relation<Webhook>;

  /** No foreign key: the delivery says all that it needs of the event, which may be cleared away. */
  @Column('bigint')
  eventId!: number;

  @Column('text')
  type!: WebhookType;

  /** Which thing is shown, as feeds name it; null for a ping. */
  @Column('text', { nullable: true })
  kind!: FeedKindName | null;

  @Column('bigint', { nullable: true })
  thingId!: number | null;

  /** What is told of the thing where it is gone. */
  @Column('jsonb')
  known!: object;

  @Column('bigint', { nullable: true })
  actorId!: number | null;

  @Column({ type: 'timestamptz', precision: 3 })
  occurredAt!: Date;

  /** Of what caused the event: the attempts continue its trace. */
  @Column('text', { nullable: true })
  traceparent!: string | null;

  @Column('text', { default: 'pending' })
  status!: DeliveryStatus;

  /** In all, also before it was asked for again. */
  @Column('integer', { default: 0 })
  attempts!: number;

  /** How far it is in the schedule. */
  @Column('integer', { default: 0 })
  step!: number;

  @Column('integer', { nullable: true })
  lastStatus!: number | null;

  @Column('text', { nullable: true })
  lastError!: string | null;

  /** Not to be attempted before; during an attempt the end of the lease. Null where there is nothing left to do. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  dueAt!: Date | null;

  /** Since when there is nothing left to do. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  settledAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
