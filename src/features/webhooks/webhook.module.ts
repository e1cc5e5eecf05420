import { Module } from '@nestjs/common';
import type { Principal } from '../../platform/access/policy.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { ProjectModule } from '../projects/project.module.js';
import { WebhookController } from './webhook.controller.js';
import type { Webhook } from './webhook.entity.js';
import { WebhookAddresses } from './webhook-addresses.js';
import { WebhookHealth } from './webhook-health.service.js';
import { WebhookIssue } from './secrets/webhook-issue.service.js';
import { webhookPolicy } from './webhook.policy.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhookSecrets } from './secrets/webhook-secrets.service.js';
import { WebhookService } from './webhook.service.js';
import { WebhookView } from './webhook.view.js';

@Section('Webhooks tell servers of yours what happens in a project.')
@Module({
  imports: [ProjectModule],
  controllers: [WebhookController],
  providers: [WebhookRepository, WebhookAddresses, WebhookSecrets, WebhookIssue, WebhookService, WebhookHealth],
  exports: [WebhookSecrets, WebhookHealth],
})
export class WebhookModule {
  constructor(rows: ResourceRegistry, webhooks: WebhookRepository) {
    const find = (id: number, { id: personId }: Principal) => webhooks.findFor(personId, id);
    rows.register<Webhook>(webhookPolicy, { find, view: WebhookView.of });
  }
}
