/** What an event is about, for the audit log. */
export interface Subject {
  type: string;
  id: number;
}

/**
 * Something that happened, in the past tense. `data` goes into the audit log unchanged, so it must not contain secrets.
 * A concrete event has a `static readonly type`, such as `task.assigned`.
 */
export abstract class DomainEvent<D extends object = object> {
  abstract readonly subject: Subject | null;

  constructor(readonly data: D) {}

  get type(): string {
    return (this.constructor as DomainEventClass).type;
  }
}

export interface DomainEventClass<F extends DomainEvent = DomainEvent> {
  readonly type: string;
  // The argument is contravariant: only `never` admits every event.
  new (data: never): F;
}

/** An event as it was recorded. */
export interface RecordedEvent<F extends DomainEvent = DomainEvent> {
  id: number;
  type: string;
  /** Who caused it; null for callers who are not signed in, and for the program itself. */
  actorId: number | null;
  /** Of the request that caused it, if one did. */
  requestId: string | null;
  /** Of its trace, if it has one. */
  traceparent?: string | null;
  data: F['data'];
  at: Date;
}
