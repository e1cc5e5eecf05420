import type { DomainEvent, DomainEventClass, RecordedEvent } from './domain-event.js';

export const SUBSCRIPTION = 'fasttrack:subscription';
export const SCHEDULE = 'fasttrack:schedule';

export interface SubscriptionOptions {
  facts: readonly DomainEventClass[];
  /** Calls an external system: at least once, under a lease. Otherwise: exactly once, in the delivery's transaction. */
  outside: boolean;
  /**
   * Many of these may be caused at once by other people. They have their own lane and do not delay urgent deliveries.
   */
  bulk: boolean;
  batch: boolean;
}

type One<F extends DomainEvent> = (event: RecordedEvent<F>) => Promise<void>;
type Many<F extends DomainEvent> = (events: RecordedEvent<F>[]) => Promise<void>;

/** The method handles this event after it is committed, with one call for each event. */
export function On<F extends DomainEvent>(fact: DomainEventClass<F>, { outside = false, bulk = false } = {}) {
  const options: SubscriptionOptions = { facts: [fact], outside, bulk, batch: false };
  return (_target: object, _name: string, method: TypedPropertyDescriptor<One<F>>): void => {
    Reflect.defineMetadata(SUBSCRIPTION, options, method.value as object);
  };
}

/** Handles several events in one call: those that are ready, in their order, in the delivery's transaction. */
export function OnBatch<F extends DomainEvent>(facts: readonly DomainEventClass<F>[]) {
  const options: SubscriptionOptions = { facts, outside: false, bulk: false, batch: true };
  return (_target: object, _name: string, method: TypedPropertyDescriptor<Many<F>>): void => {
    Reflect.defineMetadata(SUBSCRIPTION, options, method.value as object);
  };
}

/** The method runs periodically, on one instance at a time, in a transaction: for sweeps. */
export function Every({ minutes }: { minutes: number }) {
  return (_target: object, _name: string, method: TypedPropertyDescriptor<() => Promise<void>>): void => {
    Reflect.defineMetadata(SCHEDULE, { minutes }, method.value as object);
  };
}
