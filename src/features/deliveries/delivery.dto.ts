import { Example } from '../../platform/input/example.js';
import { DateTime, OneOf, Optional } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './webhook-delivery.entity.js';

export class ListDeliveries extends ListQuery {
  @Optional()
  @OneOf(DELIVERY_STATUSES)
  status?: DeliveryStatus;
}

@Example({ since: '2026-01-31T00:00:00.000Z', until: '2026-01-31T12:00:00.000Z' })
export class ReplayWebhook {
  @DateTime()
  since!: Date;

  /** Now, if it is missing. */
  @Optional()
  @DateTime()
  until?: Date;
}
