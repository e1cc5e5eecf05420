import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { WebhookModule } from '../webhooks/webhook.module.js';
import { DeliveryBell } from './delivery-bell.service.js';
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
  providers: [DeliveryBell, DeliveryRepository, DeliveryService, Queueing, ReplayRepository, Replays, ReplayRequests],
  exports: [DeliveryBell, DeliveryService],
})
export class DeliveryModule {}
