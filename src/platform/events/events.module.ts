import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Backlog } from './deliveries/backlog.js';
import { Courier } from './courier.js';
import { DeliveryFailures } from './deliveries/delivery-failures.js';
import { EventRetention } from './event-retention.js';
import { Events } from './events.js';
import { TransactionalDeliveries } from './deliveries/transactional-deliveries.js';
import { ExternalDeliveries } from './deliveries/external-deliveries.js';
import { Scheduler } from './schedules/scheduler.js';
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
