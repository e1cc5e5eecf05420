import type { Visitor } from '../request/actor.js';
import type { DomainEvent, DomainEventClass, RecordedEvent } from './domain-event.js';

export const SUBSCRIPTION = 'fasttrack:subscription';
export const WITHIN = 'fasttrack:within';
export const SCHEDULE = 'fasttrack:schedule';

/** The name of a handler, for good: it is stored with what waits, so the method can be renamed and this can't. */
interface Named {
  as: string;
}

interface Delivered extends Named {
  /**
   * Talks to the outside: at least once, under a lease. Otherwise exactly once, in the delivery's transaction and at the same
   * time as the other handlers: a savepoint there would not be its own.
   */
  external?: boolean;
  /** May be many at once, caused by somebody else than who hears of it: never stands in the way of the other external ones. */
  bulk?: boolean;
  /** Hears only of events for which `Events.request` asks: where most of them are of no interest. */
  onRequest?: boolean;
}

export interface SubscriptionOptions extends Required<Delivered> {
  facts: readonly DomainEventClass[];
  batch: boolean;
}

/** How often it runs: one of the two. */
type Pause = { minutes: number } | { seconds: number };

export interface ScheduleOptions extends Named {
  seconds: number;
}

type During<F extends DomainEvent> = (by: Visitor | null, fact: F) => Promise<void>;
type One<F extends DomainEvent> = (event: RecordedEvent<F>) => Promise<void>;
type Many<F extends DomainEvent> = (events: RecordedEvent<F>[]) => Promise<void>;

/** The method hears of this fact after it is committed: one call an event. */
export function On<F extends DomainEvent>(
  fact: DomainEventClass<F>,
  { as, external = false, bulk = false, onRequest = false }: Delivered,
) {
  const options: SubscriptionOptions = { as, facts: [fact], external, bulk, onRequest, batch: false };
  return (_target: object, _name: string, method: TypedPropertyDescriptor<One<F>>): void => {
    Reflect.defineMetadata(SUBSCRIPTION, options, method.value as object);
  };
}

/** The same for several facts at once: what is ready, in the order of the events, in the delivery's transaction. */
export function OnBatch<F extends DomainEvent>(facts: readonly DomainEventClass<F>[], { as }: Named) {
  const options: SubscriptionOptions = { as, facts, external: false, bulk: false, onRequest: false, batch: true };
  return (_target: object, _name: string, method: TypedPropertyDescriptor<Many<F>>): void => {
    Reflect.defineMetadata(SUBSCRIPTION, options, method.value as object);
  };
}

/**
 * The method hears of this fact while it is recorded, in the transaction of the change: both happen, or neither. It has
 * no name, since nothing waits for it; what it does is part of the change, and what it throws prevents it.
 */
export function Within<F extends DomainEvent>(fact: DomainEventClass<F>) {
  return (_target: object, _name: string, method: TypedPropertyDescriptor<During<F>>): void => {
    Reflect.defineMetadata(WITHIN, fact, method.value as object);
  };
}

/**
 * The method runs again and again, on one instance at a time, in a transaction: for clearing out, and for what is due.
 * An instance that just misses the run of another one looks again after the whole pause, so it may take two of them.
 */
export function Every({ as, ...pause }: Named & Pause) {
  const options: ScheduleOptions = { as, seconds: 'seconds' in pause ? pause.seconds : pause.minutes * 60 };
  return (_target: object, _name: string, method: TypedPropertyDescriptor<() => Promise<void>>): void => {
    Reflect.defineMetadata(SCHEDULE, options, method.value as object);
  };
}
