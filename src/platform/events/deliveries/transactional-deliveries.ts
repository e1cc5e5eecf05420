import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { DeliveryFailures } from './delivery-failures.js';
import type { RecordedEvent } from '../domain-event.js';
import { traced } from '../../tracing/tracing.js';
import { Subscriptions, TOGETHER } from '../subscriptions.js';

const BATCH = 500;
export const COURIER_LOCK = 70_415_702;

const due = (lane: string) => `
  SELECT * FROM (
    SELECT event_id, subscriber, attempts, due_at FROM deliveries
    WHERE (SELECT is_mine FROM turn) AND NOT outside AND ${lane} AND dead_at IS NULL AND due_at <= now()
    ORDER BY due_at, event_id LIMIT $1 FOR UPDATE SKIP LOCKED
  ) x`;

/**
 * Takes the lock ($2) if nobody has it, and with it a batch of deliveries by their index, then their events: the cost does
 * not depend on the backlog. There is always a row, which says whether the lock was free.
 *
 * Another instance may have finished deliveries after this statement began and before it took the lock. PostgreSQL looks at
 * each row again when it locks it, and leaves those out.
 */
const TAKE = `
  WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($2) AS is_mine)
  SELECT turn.is_mine AS "isMine", d.event_id AS id, d.subscriber, d.attempts, e.type, e.actor_id AS "actorId",
    e.request_id AS "requestId", e.traceparent, e.data, e.created_at AS at
  FROM turn
  LEFT JOIN (${due('bulk')} UNION ALL ${due('NOT bulk')} ORDER BY due_at, event_id LIMIT $1) d ON true
  LEFT JOIN LATERAL (SELECT * FROM events WHERE id = d.event_id LIMIT 1) e ON true
  ORDER BY d.due_at, d.event_id`;

const DONE = `
  DELETE FROM deliveries d USING unnest($1::bigint[], $2::text[]) AS done (event_id, subscriber)
  WHERE d.event_id = done.event_id AND d.subscriber = done.subscriber`;

/** At the same place in the order as the one that it replaces. */
const SEPARATE = `
  WITH joint AS (DELETE FROM deliveries WHERE event_id = $1 AND subscriber = $2 RETURNING event_id, due_at)
  INSERT INTO deliveries (event_id, subscriber, outside, due_at)
  SELECT event_id, name, false, due_at FROM joint, unnest($3::text[]) AS name
  ON CONFLICT DO NOTHING`;

export interface Taken extends RecordedEvent {
  subscriber: string;
  attempts: number;
}

export type Outcome = 'done' | 'more' | 'busy';

/**
 * Deliveries whose effects are rows. Taking, handling and finishing them is one transaction, so each is handled exactly
 * once. One instance at a time does this, which keeps each person's notifications in the order of the events.
 */
@Injectable()
export class TransactionalDeliveries {
  private readonly logger = new Logger(TransactionalDeliveries.name);

  constructor(
    private readonly db: Database,
    private readonly subscriptions: Subscriptions,
    private readonly failures: DeliveryFailures,
  ) {}

  /** Runs until nothing is due or `stop` says so. Returns `busy` if another instance is delivering. */
  async deliverAll(stop: () => boolean): Promise<Outcome> {
    let careful = 0;
    let outcome: Outcome = 'more';
    while (outcome === 'more' && !stop()) {
      const taken: Taken[] = [];
      try {
        outcome = await this.deliver(careful > 0 ? 1 : BATCH, taken);
        careful = Math.max(0, careful - 1);
      } catch (error) {
        careful = await this.blame(taken, error);
      }
    }
    return outcome;
  }

  /** A failing delivery must not hold up the others: the batch is repeated one by one to find it. */
  private async blame(taken: Taken[], error: unknown): Promise<number> {
    const [only, ...others] = taken;
    if (!only) throw error;
    if (others.length > 0) return taken.length;
    if (only.subscriber === TOGETHER) return this.separate(only);
    this.logger.warn(`${only.subscriber} failed on event ${only.id}: ${String(error)}`);
    await this.failures.postpone(only, error);
    return 1;
  }

  /** One of the subscribers fails, and each is asked by itself. Returns their number. */
  private async separate({ id, type }: Taken): Promise<number> {
    const names = this.subscriptions.recipientsOf(type).together;
    await this.db.execute(SEPARATE, [id, TOGETHER, names]);
    return names.length;
  }

  private async deliver(limit: number, taken: Taken[]): Promise<Outcome> {
    const work = async (): Promise<Outcome> => {
      const rows = await this.db.query<(Taken | { id: null }) & { isMine: boolean }>(TAKE, [limit, COURIER_LOCK]);
      if (!rows[0]?.isMine) return 'busy';
      taken.push(...rows.filter((row) => row.id !== null));
      if (taken.length === 0) return 'done';
      await allOf(this.bySubscriber(taken).map(([name, events]) => this.handle(name, events)));
      await this.db.write(DONE, [taken.map(({ id }) => id), taken.map(({ subscriber }) => subscriber)]);
      return taken.length < limit ? 'done' : 'more';
    };
    return this.db.transaction(work, { skipsQueue: true });
  }

  private async handle(name: string, events: Taken[]): Promise<void> {
    const subscription = this.subscriptions.find(name);
    if (!subscription) throw new Error(`Nobody is called ${name} any more.`);
    const causes = events.map(({ traceparent }) => traceparent);
    await traced(
      () => ({ name: `deliver ${name}`, kind: 'consumer', causes }),
      () => subscription.handle(events),
    );
  }

  /**
   * In the order of their names, in which they begin, so that every transaction locks alike: `count-project-stats` writes
   * the rows of projects at once, before `number-changes` refers to them. The other way round, a change of a project's key
   * and this would wait for each other.
   */
  private bySubscriber(taken: readonly Taken[]): [name: string, events: Taken[]][] {
    const groups = new Map<string, Taken[]>();
    for (const delivery of taken) {
      for (const name of this.addresseesOf(delivery)) {
        const group = groups.get(name);
        if (group) group.push(delivery);
        else groups.set(name, [delivery]);
      }
    }
    return [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  private addresseesOf({ subscriber, type }: Taken): readonly string[] {
    return subscriber === TOGETHER ? this.subscriptions.recipientsOf(type).together : [subscriber];
  }
}

/** At the same time, so that what they ask for travels together. It ends when all have ended, also those beside a failure. */
async function allOf(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}
