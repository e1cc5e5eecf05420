import { Column, CreateDateColumn, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Webhook } from '../../webhooks/webhook.entity.js';

/** A webhook that is to hear again of what happened between two times, and how far that is. It goes when it is done. */
@Entity('webhook_replays')
export class WebhookReplay {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'webhook_replays_pkey' })
  webhookId!: number;

  @OneToOne(() => Webhook, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id', foreignKeyConstraintName: 'webhook_replays_webhook_fkey' })
  webhook!: Relation<Webhook>;

  /** Of the event that was read last; at first where it begins. */
  @Column({ type: 'timestamptz', precision: 3 })
  readAt!: Date;

  @Column('bigint', { default: 0 })
  readId!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  until!: Date;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
