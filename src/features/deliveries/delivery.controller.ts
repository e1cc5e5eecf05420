import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { errors } from '../../platform/errors/errors.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { InTurn } from '../../platform/idempotency/in-turn.js';
import { idFromText, isId } from '../../platform/input/fields.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Webhook } from '../webhooks/webhook.entity.js';
import { ListDeliveries, ReplayWebhook } from './delivery.dto.js';
import { DeliveryService } from './delivery.service.js';
import { DeliveryPage, DeliveryView, ReplayView } from './delivery.view.js';
import { ReplayRequests } from './replays/replay-request.service.js';

@Controller('webhooks/:id')
export class DeliveryController {
  constructor(
    private readonly deliveries: DeliveryService,
    private readonly replays: ReplayRequests,
  ) {}

  /**
   * Send a delivery of type `ping` to a webhook, whatever types it has; the answer is that delivery. A paused webhook gets
   * it once it is active again.
   */
  @Post('ping')
  @HttpCode(200)
  @Requires('update_project', 'webhook')
  @InTurn()
  async ping(@CurrentActor() actor: Actor, @Row() webhook: Webhook): Promise<DeliveryView> {
    return DeliveryView.of(await this.deliveries.ping(actor, webhook));
  }

  /**
   * List the deliveries to a webhook. The oldest come first. One that failed is tried again after 5 s, 5 min, 30 min, 2, 5,
   * 10, 14, 20 and 24 h (each ± 20 %), then it is `dead`. What is over is kept for 30 days.
   */
  @Get('deliveries')
  @Requires('update_project', 'webhook')
  async list(@Row() webhook: Webhook, @Query() query: ListDeliveries): Promise<DeliveryPage> {
    return query.page(await this.deliveries.list(webhook, query), DeliveryView.of);
  }

  /** Send a delivery again, at once, whatever came of it; its schedule begins anew. */
  @Post('deliveries/:delivery_id/redeliver')
  @HttpCode(200)
  @Requires('update_project', 'webhook')
  async redeliver(
    @CurrentActor() actor: Actor,
    @Row() webhook: Webhook,
    @Param('delivery_id') deliveryId: string,
  ): Promise<DeliveryView> {
    const id = idFromText(deliveryId);
    if (!isId(id)) throw errors.notFound('delivery');
    return DeliveryView.of(await this.deliveries.redeliver(actor, webhook, id));
  }

  /**
   * Send again what happened in the project between two times, of the types that the webhook has now, also what happened
   * before it was made or while it was paused. Each event has the same `webhook-id` as before, and `data` is what the thing
   * looks like now. A long time is gone through in the background, and stops while 10,000 deliveries wait. One replay of a
   * webhook runs at a time (409). What is older than events are kept (`EVENT_RETENTION_DAYS`) is gone.
   */
  @Post('replay')
  @HttpCode(200)
  @Requires('update_project', 'webhook')
  @InTurn()
  @ErrorCodes({ conflict: ['limit_reached'] })
  async replay(
    @CurrentActor() actor: Actor,
    @Row() webhook: Webhook,
    @Body() times: ReplayWebhook,
  ): Promise<ReplayView> {
    return ReplayView.of(await this.replays.replay(actor, webhook, times));
  }
}
