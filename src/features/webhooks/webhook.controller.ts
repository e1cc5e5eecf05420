import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { InTurn } from '../../platform/idempotency/in-turn.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Project } from '../projects/project.entity.js';
import { CreateWebhook, UpdateWebhook } from './webhook.dto.js';
import type { Webhook } from './webhook.entity.js';
import { WebhookAddresses } from './webhook-addresses.js';
import { WebhookIssue } from './secrets/webhook-issue.service.js';
import { WebhookService } from './webhook.service.js';
import { WebhookPage, WebhookView, WebhookWithSecretView } from './webhook.view.js';

@Controller()
export class WebhookController {
  constructor(
    private readonly webhooks: WebhookService,
    private readonly issue: WebhookIssue,
    private readonly addresses: WebhookAddresses,
  ) {}

  /**
   * Create a webhook of a project: a server of yours that hears of what happens in it, by a POST of
   * `{ id, type, timestamp, project_id, actor, data }`, signed as the Standard Webhooks specification says. `data` is the
   * thing as its GET shows it when it is sent; of what is gone by then it has the ids and what is still known. The secret
   * is in this answer only. A project has at most 20 webhooks.
   */
  @Post('projects/:id/webhooks')
  @Requires('update_project', 'project')
  @InTurn()
  @ErrorCodes({ conflict: ['project_archived', 'limit_reached'], invalid: ['address_not_allowed'] })
  async create(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Body() webhook: CreateWebhook,
  ): Promise<WebhookWithSecretView> {
    await this.addresses.require(webhook.url);
    return WebhookWithSecretView.withSecret(await this.issue.create(actor, project, webhook));
  }

  /** List the webhooks of a project. The oldest come first. */
  @Get('projects/:id/webhooks')
  @Requires('update_project', 'project')
  async list(@Row() project: Project, @Query() query: ListQuery): Promise<WebhookPage> {
    return query.page(await this.webhooks.listOf(project, query), WebhookView.of);
  }

  /** Get a webhook. Its secret is not shown again. */
  @Get('webhooks/:id')
  @Requires('update_project', 'webhook')
  get(@Row() webhook: Webhook): WebhookView {
    return WebhookView.of(webhook);
  }

  /** Update a webhook. Paused, it hears of nothing new; what waits is kept, and is sent once it is active again. */
  @Patch('webhooks/:id')
  @Requires('update_project', 'webhook')
  @ErrorCodes({ conflict: ['project_archived'], invalid: ['address_not_allowed'] })
  async update(
    @CurrentActor() actor: Actor,
    @Row() webhook: Webhook,
    @Body() changes: UpdateWebhook,
  ): Promise<WebhookView> {
    if (changes.url !== undefined) await this.addresses.require(changes.url);
    return WebhookView.of(await this.webhooks.update(actor, webhook, changes));
  }

  /** Delete a webhook, with its deliveries. What waits is not sent. */
  @Delete('webhooks/:id')
  @Requires('update_project', 'webhook')
  @ErrorCodes({ conflict: ['project_archived'] })
  async remove(@CurrentActor() actor: Actor, @Row() webhook: Webhook): Promise<void> {
    await this.webhooks.remove(actor, webhook);
  }

  /** Give a webhook a new secret. For 24 hours, the one before signs too; one that was older than that is dead. */
  @Post('webhooks/:id/secret')
  @HttpCode(200)
  @Requires('update_project', 'webhook')
  @InTurn()
  @ErrorCodes({ conflict: ['project_archived'] })
  async rotate(@CurrentActor() actor: Actor, @Row() webhook: Webhook): Promise<WebhookWithSecretView> {
    return WebhookWithSecretView.withSecret(await this.issue.rotate(actor, webhook));
  }
}
