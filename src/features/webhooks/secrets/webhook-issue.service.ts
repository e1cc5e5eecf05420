import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Actor } from '../../../platform/request/actor.js';
import type { Project } from '../../projects/project.entity.js';
import { ProjectService } from '../../projects/project.service.js';
import type { CreateWebhook } from '../webhook.dto.js';
import type { Webhook } from '../webhook.entity.js';
import { aboutWebhook, WebhookCreated, WebhookSecretRotated } from '../webhook.events.js';
import { WebhookSecrets, type WithSecret } from './webhook-secrets.service.js';

/**
 * What gives out secrets.
 *
 * @spec SPEC-037.1, SPEC-037.3, SPEC-037.5, SPEC-037.6
 */
@Injectable()
export class WebhookIssue {
  constructor(
    private readonly db: Database,
    private readonly secrets: WebhookSecrets,
    private readonly projects: ProjectService,
    private readonly events: Events,
  ) {}

  /** @throws AppError `project_archived`, `limit_reached` */
  create(actor: Actor, project: Project, details: CreateWebhook): Promise<WithSecret> {
    project.requireActive();
    return this.db.transaction(async () => {
      await this.projects.lockAsRead(actor, project);
      const issued = await this.secrets.add(actor, project, details);
      await this.events.record(actor, new WebhookCreated({ ...aboutWebhook(issued.webhook), types: details.types }));
      return issued;
    });
  }

  /** @throws AppError `project_archived` */
  rotate(actor: Actor, webhook: Webhook): Promise<WithSecret> {
    webhook.project.requireActive();
    return this.db.transaction(async () => {
      const issued = await this.secrets.renew(actor, webhook);
      await this.events.record(actor, new WebhookSecretRotated(aboutWebhook(webhook)));
      return issued;
    });
  }
}
