import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Visitor } from '../request/actor.js';
import type { DomainEvent, DomainEventClass, RecordedEvent } from './domain-event.js';
import { SCHEDULE, type ScheduleOptions, SUBSCRIPTION, type SubscriptionOptions, WITHIN } from './on.js';

export interface Subscription {
  /** `TaskNotifier.tell`: stored with each delivery, so renaming the method orphans waiting deliveries. */
  name: string;
  external: boolean;
  bulk: boolean;
  handle: (events: RecordedEvent[]) => Promise<void>;
}

export interface Scheduled {
  name: string;
  seconds: number;
  run: () => Promise<void>;
}

/** Hears of a fact in the transaction that records it. */
export type Participant = (by: Visitor | null, fact: DomainEvent) => Promise<void>;

/**
 * In the place of a subscriber: a delivery to all those that write rows. Each has one of its own only after a failure. It
 * is in the bulk lane, which versions before it left to external deliveries: none of them takes what it does not know.
 */
export const TOGETHER = '*';

/** The deliveries that an event of one type gets, part by part, as a statement takes them. */
export interface Recipients {
  readonly subscribers: readonly string[];
  readonly external: readonly boolean[];
  readonly bulk: readonly boolean[];
  /** Those that write rows, who have one delivery. */
  readonly together: readonly string[];
  readonly areAny: boolean;
  readonly areExternal: boolean;
}

type Method = (...given: unknown[]) => Promise<void>;

/** All subscriptions, read once from the methods with `@On`, `@OnBatch`, `@Within` and `@Every`. */
@Injectable()
export class Subscriptions implements OnModuleInit {
  readonly schedules: Scheduled[] = [];
  readonly names = new Set<string>();
  private readonly byName = new Map<string, Subscription>();
  private readonly participants = new Map<string, Participant[]>();
  private readonly byType = new Map<string, Subscription[]>();
  private readonly recipients = new Map<string, Recipients>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws Error where two handlers have one name */
  onModuleInit(): void {
    // An instance that is provided under two tokens listens once.
    for (const instance of new Set(this.discovery.getProviders().map((provider) => provider.instance as unknown))) {
      if (typeof instance !== 'object' || instance === null) continue;
      const prototype = Object.getPrototypeOf(instance) as object;
      for (const name of this.scanner.getAllMethodNames(prototype)) this.read(instance as Record<string, Method>, name);
    }
  }

  find(name: string): Subscription | undefined {
    return this.byName.get(name);
  }

  of(eventType: string): readonly Subscription[] {
    return this.byType.get(eventType) ?? [];
  }

  recipientsOf(eventType: string): Recipients {
    let recipients = this.recipients.get(eventType);
    if (!recipients) this.recipients.set(eventType, (recipients = recipientsAmong(this.of(eventType))));
    return recipients;
  }

  within(eventType: string): readonly Participant[] {
    return this.participants.get(eventType) ?? [];
  }

  private read(provider: Record<string, Method>, method: string): void {
    const call = provider[method] as Method;
    const options = Reflect.getMetadata(SUBSCRIPTION, call) as SubscriptionOptions | undefined;
    const schedule = Reflect.getMetadata(SCHEDULE, call) as ScheduleOptions | undefined;
    for (const { as } of [options, schedule].filter((declared) => declared !== undefined)) this.claim(as);
    if (schedule) this.schedules.push({ name: schedule.as, seconds: schedule.seconds, run: () => call.call(provider) });
    const fact = Reflect.getMetadata(WITHIN, call) as DomainEventClass | undefined;
    if (fact) this.participants.set(fact.type, [...this.within(fact.type), (by, one) => call.call(provider, by, one)]);
    if (options) this.subscribe(options, (argument) => call.call(provider, argument));
  }

  private claim(name: string): void {
    if (this.names.has(name))
      throw new Error(`Two handlers are called "${name}": what waits for one would go to both.`);
    this.names.add(name);
  }

  private subscribe({ as: name, facts, external, bulk, onRequest, batch }: SubscriptionOptions, call: Method): void {
    const handle = batch ? call : (events: RecordedEvent[]) => oneByOne(events, call);
    const subscription: Subscription = { name, external, bulk, handle };
    this.byName.set(name, subscription);
    if (!onRequest) for (const { type } of facts) this.byType.set(type, [...this.of(type), subscription]);
  }
}

function recipientsAmong(all: readonly Subscription[]): Recipients {
  const alone = all.filter(({ external }) => external);
  const together = all.filter(({ external }) => !external).map(({ name }) => name);
  const joint = together.length > 0 ? [{ name: TOGETHER, external: false, bulk: true }] : [];
  const recipients = [...joint, ...alone];
  return {
    subscribers: recipients.map(({ name }) => name),
    external: recipients.map(({ external }) => external),
    bulk: recipients.map(({ bulk }) => bulk),
    together,
    areAny: all.length > 0,
    areExternal: alone.length > 0,
  };
}

async function oneByOne(events: RecordedEvent[], call: Method): Promise<void> {
  for (const event of events) await call(event);
}
