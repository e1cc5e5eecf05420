import { Module } from '@nestjs/common';
import { HealthModule } from '../../platform/health/health.module.js';
import { DeliveryModule } from '../deliveries/delivery.module.js';
import { WebhookModule } from '../webhooks/webhook.module.js';
import { Attempt } from './attempt.js';
import { Dispatcher } from './dispatcher.js';
import { Outcomes } from './outcomes.js';
import { Payload } from './payload.js';
import { Sender } from './sender.js';
import { SendingMetrics } from './sending-metrics.js';
import { SendingRepository } from './sending.repository.js';

/** Sends what waits for webhooks. */
@Module({
  imports: [HealthModule, WebhookModule, DeliveryModule],
  providers: [SendingRepository, Payload, Attempt, Outcomes, SendingMetrics, Sender, Dispatcher],
})
export class SendingModule {}
