import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { WebhookModule } from '../webhooks/webhook.module.js';
import { DeliverySignal } from './delivery-signal.service.js';
import { DeliveryController } from './delivery.controller.js';
import { DeliveryRepository } from './delivery.repository.js';
import { DeliveryService } from './delivery.service.js';
import { Queueing } from './queueing.js';
import { ReplayRepository } from './replays/replay.repository.js';
import { ReplayRequests } from './replays/replay-request.service.js';
import { Replays } from './replays/replay.service.js';

@Section('What was sent to webhooks, and what came of it.')
@Module({
  imports: [WebhookModule],
  controllers: [DeliveryController],
  providers: [DeliverySignal, DeliveryRepository, DeliveryService, Queueing, ReplayRepository, Replays, ReplayRequests],
  exports: [DeliverySignal, DeliveryService],
})
export class DeliveryModule {}
