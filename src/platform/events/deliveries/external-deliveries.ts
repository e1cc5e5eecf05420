import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { DeliveryFailures } from './delivery-failures.js';
import type { Taken } from './transactional-deliveries.js';
import { traced } from '../../tracing/tracing.js';
import { Subscriptions } from '../subscriptions.js';

/** The number of concurrent deliveries on this instance, for each lane. */
const MAX_AT_ONCE = 5;
/** Longer than any handler may take. Afterwards, any instance can take the delivery. */
const LEASE_SECONDS = 60;
const HANDLER_TIMEOUT_MS = 45_000;

/** The lease is the moved due time: whoever finds it passed takes over from a process that died. */
const LEASE = `
  WITH due AS (
    SELECT event_id, subscriber FROM deliveries
    WHERE outside AND bulk = $3 AND dead_at IS NULL AND due_at <= now()
    ORDER BY due_at, event_id LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE deliveries d SET due_at = now() + make_interval(secs => $2)
  FROM due, events e
  WHERE d.event_id = due.event_id AND d.subscriber = due.subscriber AND e.id = d.event_id
  RETURNING d.event_id AS id, d.subscriber, d.attempts, e.type, e.actor_id AS "actorId",
    e.request_id AS "requestId", e.traceparent, e.data, e.created_at AS at`;

interface Lane {
  bulk: boolean;
  running: Set<Promise<void>>;
  /** Those that have ended and still look for what is due next. */
  refills: Set<Promise<void>>;
}

/**
 * Deliveries to external systems (mail): at least once, a few at a time, in the background. Bulk deliveries have their
 * own lane; otherwise, a flood of them would delay urgent ones, such as the notice that a password was changed.
 *
 * @spec SPEC-011.19
 */
@Injectable()
export class ExternalDeliveries {
  private readonly logger = new Logger(ExternalDeliveries.name);
  private readonly lanes: Lane[] = [false, true].map((bulk) => ({ bulk, running: new Set(), refills: new Set() }));

  constructor(
    private readonly db: Database,
    private readonly subscriptions: Subscriptions,
    private readonly failures: DeliveryFailures,
  ) {}

  /** Starts the due deliveries for which there is room, and returns while they run. */
  async begin(): Promise<void> {
    for (const lane of this.lanes) await this.fill(lane);
  }

  async settled(): Promise<void> {
    const open = () => this.lanes.flatMap(({ running, refills }) => [...running, ...refills]);
    while (open().length > 0) await Promise.all(open());
  }

  private async fill(lane: Lane): Promise<void> {
    const room = MAX_AT_ONCE - lane.running.size;
    if (room <= 0) return;
    const taken = await this.db.query<Taken>(LEASE, [room, LEASE_SECONDS, lane.bulk]);
    for (const delivery of taken) this.run(lane, delivery);
  }

  private run(lane: Lane, delivery: Taken): void {
    const work = this.handle(delivery).catch((error: unknown) => {
      this.logger.warn(`Delivery ${delivery.id} to ${delivery.subscriber} waits for its lease: ${String(error)}`);
    });
    lane.running.add(work);
    const refill = work
      .then(() => {
        lane.running.delete(work);
        return this.fill(lane);
      })
      .catch(() => undefined)
      .then(() => void lane.refills.delete(refill));
    lane.refills.add(refill);
  }

  private async handle(delivery: Taken): Promise<void> {
    try {
      const subscription = this.subscriptions.find(delivery.subscriber);
      if (!subscription) throw new Error(`Nobody is called ${delivery.subscriber} any more.`);
      const { subscriber, traceparent } = delivery;
      await traced(
        () => ({ name: `deliver ${subscriber}`, kind: 'consumer', causes: [traceparent] }),
        () => withTimeout(subscription.handle([delivery]), HANDLER_TIMEOUT_MS),
      );
    } catch (error) {
      this.logger.warn(`${delivery.subscriber} failed on event ${delivery.id}: ${String(error)}`);
      return this.failures.postpone(delivery, error);
    }
    const values = [delivery.id, delivery.subscriber];
    await this.db.execute('DELETE FROM deliveries WHERE event_id = $1 AND subscriber = $2', values);
  }
}

async function withTimeout(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${milliseconds} ms`)), milliseconds);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
