import { Injectable } from '@nestjs/common';
import { currentTrace } from '../tracing/tracing.js';
import { Actor, type Visitor } from '../request/actor.js';
import { Database } from '../database/database.js';
import { Courier } from './courier.js';
import type { DomainEvent } from './domain-event.js';
import { type Recipients, Subscriptions } from './subscriptions.js';

/** Inserts the event and a delivery for each subscriber in one statement, so no delivery can be lost. */
const RECORD = `
  WITH event AS (
    INSERT INTO events (type, actor_id, subject_type, subject_id, data, ip, request_id, traceparent)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $11) RETURNING id
  )
  INSERT INTO deliveries (event_id, subscriber, outside, bulk)
  SELECT event.id, subscriber, external, bulk
  FROM event, unnest($8::text[], $9::boolean[], $10::boolean[]) AS s (subscriber, external, bulk)`;

/** The same for many of one type. */
const RECORD_ALL = `
  WITH recorded AS (
    INSERT INTO events (type, subject_type, subject_id, data, actor_id, ip, request_id, traceparent)
    SELECT $1, f.subject_type, f.subject_id, f.data::jsonb, $8::bigint, $9::text, $10::text,
      $11::text
    FROM unnest($2::text[], $3::bigint[], $4::text[]) WITH ORDINALITY AS f (subject_type, subject_id, data, nth)
    ORDER BY f.nth RETURNING id
  )
  INSERT INTO deliveries (event_id, subscriber, outside, bulk)
  SELECT recorded.id, subscriber, external, bulk
  FROM recorded, unnest($5::text[], $6::boolean[], $7::boolean[]) AS s (subscriber, external, bulk)`;

const REQUEST = `
  INSERT INTO deliveries (event_id, subscriber, outside, bulk) SELECT id, $2, $3, $4 FROM unnest($1::bigint[]) AS id
  ON CONFLICT DO NOTHING`;

/**
 * Records domain events in the transaction of the change.
 *
 * @spec SPEC-011
 */
@Injectable()
export class Events {
  constructor(
    private readonly db: Database,
    private readonly subscriptions: Subscriptions,
    private readonly courier: Courier,
  ) {}

  /**
   * `by` is null if the program itself acts. In a transaction it is written with the next statement or with COMMIT, which
   * then fails where this does.
   */
  async record(by: Visitor | null, fact: DomainEvent): Promise<void> {
    const recipients = this.subscriptions.recipientsOf(fact.type);
    await this.db.write(RECORD, [
      fact.type,
      by instanceof Actor ? by.id : null,
      fact.subject?.type ?? null,
      fact.subject?.id ?? null,
      JSON.stringify(fact.data),
      by?.ip ?? null,
      by?.requestId ?? null,
      recipients.subscribers,
      recipients.external,
      recipients.bulk,
      currentTrace(),
    ]);
    for (const take of this.subscriptions.within(fact.type)) await take(by, fact);
    this.wakeFor(recipients);
  }

  /** Many of one type, in their order: one statement. Nobody hears of them within it. `by` as in `record`. */
  async recordAll(facts: readonly DomainEvent[], by: Visitor | null = null): Promise<void> {
    const [first] = facts;
    if (!first) return;
    const recipients = this.subscriptions.recipientsOf(first.type);
    await this.db.write(RECORD_ALL, [
      first.type,
      facts.map(({ subject }) => subject?.type ?? null),
      facts.map(({ subject }) => subject?.id ?? null),
      facts.map(({ data }) => JSON.stringify(data)),
      recipients.subscribers,
      recipients.external,
      recipients.bulk,
      by instanceof Actor ? by.id : null,
      by?.ip ?? null,
      by?.requestId ?? null,
      currentTrace(),
    ]);
    this.wakeFor(recipients);
  }

  /** Delivers recorded events to a handler that hears of some only on request; a handler asks that has heard of them. */
  async request(name: string, eventIds: readonly number[]): Promise<void> {
    const listener = this.subscriptions.find(name);
    if (!listener) throw new Error(`Nobody is called ${name}.`);
    await this.db.write(REQUEST, [eventIds, name, listener.external, listener.bulk]);
    this.db.afterCommit(() => this.courier.wake(listener));
  }

  private wakeFor({ areAny, areExternal }: Recipients): void {
    if (areAny) this.db.afterCommit(() => this.courier.wake({ external: areExternal }));
  }
}
