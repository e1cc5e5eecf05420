import type { DomainEvent, DomainEventClass, RecordedEvent } from './domain-event.js';

export const SUBSCRIPTION = 'fasttrack:subscription';
export const SCHEDULE = 'fasttrack:schedule';

export interface SubscriptionOptions {
  facts: readonly DomainEventClass[];
  /** Talks to the outside: at least once, under a lease; otherwise exactly once, in the delivery's transaction. */
  outside: boolean;
  /** May be many at once, caused by somebody else than who hears of it: never stands in the way of the others outside. */
  bulk: boolean;
  batch: boolean;
}

type One<F extends DomainEvent> = (event: RecordedEvent<F>) => Promise<void>;
type Many<F extends DomainEvent> = (events: RecordedEvent<F>[]) => Promise<void>;

/** The method hears of this fact after it is committed: one call an event. */
export function On<F extends DomainEvent>(fact: DomainEventClass<F>, { outside = false, bulk = false } = {}) {
  const options: SubscriptionOptions = { facts: [fact], outside, bulk, batch: false };
  return (_target: object, _name: string, method: TypedPropertyDescriptor<One<F>>): void => {
    Reflect.defineMetadata(SUBSCRIPTION, options, method.value as object);
  };
}

/** The same for several facts at once: what is ready, in the order of the events, in the delivery's transaction. */
export function OnBatch<F extends DomainEvent>(facts: readonly DomainEventClass<F>[]) {
  const options: SubscriptionOptions = { facts, outside: false, bulk: false, batch: true };
  return (_target: object, _name: string, method: TypedPropertyDescriptor<Many<F>>): void => {
    Reflect.defineMetadata(SUBSCRIPTION, options, method.value as object);
  };
}

/** The method runs again and again, on one instance at a time, in a transaction: for clearing out. */
export function Every({ minutes }: { minutes: number }) {
  return (_target: object, _name: string, method: TypedPropertyDescriptor<() => Promise<void>>): void => {
    Reflect.defineMetadata(SCHEDULE, { minutes }, method.value as object);
  };
}
