import { Injectable } from '@nestjs/common';
import { Metrics } from '../../platform/health/metrics.js';
import { DeliveryService } from '../deliveries/delivery.service.js';

/** What operators see of webhooks; the deliveries in the database are the same for all instances. */
@Injectable()
export class SendingMetrics {
  readonly count: (result: 'delivered' | 'failed') => void;

  constructor(metrics: Metrics, deliveries: DeliveryService) {
    this.count = metrics.counter('webhook_attempts_total', 'Attempts to deliver to webhooks, by result.', 'result');
    const totals = () => deliveries.totals();
    const waiting = 'Deliveries to webhooks that are to be made, or made again.';
    metrics.gauge('webhook_deliveries_waiting', waiting, async () => (await totals()).waiting);
    const dead = 'Deliveries to webhooks that were given up.';
    metrics.gauge('webhook_deliveries_dead', dead, async () => (await totals()).dead);
  }
}
