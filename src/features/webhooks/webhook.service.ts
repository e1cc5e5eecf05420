import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import { changesBetween } from '../../platform/events/field-changes.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Project } from '../projects/project.entity.js';
import type { UpdateWebhook } from './webhook.dto.js';
import { type Webhook, WEBHOOK_DETAILS } from './webhook.entity.js';
import { aboutWebhook, WebhookDeleted, WebhookUpdated } from './webhook.events.js';
import { WebhookRepository } from './webhook.repository.js';

/** @spec SPEC-037.4, SPEC-037.15 */
@Injectable()
export class WebhookService {
  constructor(
    private readonly db: Database,
    private readonly webhooks: WebhookRepository,
    private readonly events: Events,
  ) {}

  listOf(project: Project, page: { after: number | null; limit: number }): Promise<Webhook[]> {
    return this.webhooks.listOfProject(project.id, page);
  }

  /**
   * Whoever makes it active again gives it another five days.
   *
   * @throws AppError `project_archived`
   */
  update(actor: Actor, webhook: Webhook, changes: UpdateWebhook): Promise<Webhook> {
    webhook.project.requireActive();
    return this.db.transaction(async () => {
      const before = { ...webhook };
      apply(webhook, changes);
      const fields = Object.keys(changesBetween<Pick<Webhook, Details>>(before, webhook, WEBHOOK_DETAILS));
      if (fields.length === 0) return webhook;
      await this.webhooks.saveAs(actor, webhook);
      if (webhook.isActive && fields.includes('is_active')) await this.webhooks.beginAnew(webhook.id);
      await this.events.record(actor, new WebhookUpdated({ ...aboutWebhook(webhook), fields, types: webhook.types }));
      return webhook;
    });
  }

  /** With its deliveries. @throws AppError `project_archived` */
  async remove(actor: Actor, webhook: Webhook): Promise<void> {
    webhook.project.requireActive();
    await this.db.transaction(async () => {
      await this.webhooks.removeAs(actor, webhook);
      await this.events.record(actor, new WebhookDeleted(aboutWebhook(webhook)));
    });
  }
}

type Details = (typeof WEBHOOK_DETAILS)[keyof typeof WEBHOOK_DETAILS];

function apply(webhook: Webhook, { url, types, description, is_active: isActive }: UpdateWebhook): void {
  if (url !== undefined) webhook.url = url;
  // The same types are the same list: then nothing has changed.
  if (types !== undefined && types.join() !== webhook.types.join()) webhook.types = types;
  if (description !== undefined) webhook.description = description;
  if (isActive === undefined || isActive === webhook.isActive) return;
  Object.assign(webhook, { isActive, pausedReason: null });
}
