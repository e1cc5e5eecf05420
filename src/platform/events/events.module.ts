import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Backlog } from './backlog.js';
import { Courier } from './courier.js';
import { DeliveryFailures } from './delivery-failures.js';
import { EventRetention } from './event-retention.js';
import { Events } from './events.js';
import { TransactionalDeliveries } from './transactional-deliveries.js';
import { ExternalDeliveries } from './external-deliveries.js';
import { Scheduler } from './scheduler.js';
import { Subscriptions } from './subscriptions.js';

/** Domain events and their delivery to subscribers. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    Subscriptions,
    DeliveryFailures,
    TransactionalDeliveries,
    ExternalDeliveries,
    Scheduler,
    Courier,
    Events,
    Backlog,
    EventRetention,
  ],
  exports: [Events, Courier, Backlog],
})
export class EventsModule {}
