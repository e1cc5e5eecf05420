import { Injectable, Logger } from '@nestjs/common';
import { errors } from '../../platform/errors/errors.js';
import type { Connection } from '../../platform/realtime/sockets/connection.js';
import { ChangeSignals } from '../changes/change-signals.service.js';
import { FeedAccess } from '../feed/feed-access.service.js';
import { FeedReading } from '../feed/feed-reading.service.js';
import { AccessWatch } from './access-watch.js';
import { ProjectChannel } from './project-channel.js';
import { Subscriber } from './subscriber.js';

/** How many projects one socket can follow. */
const MAX_PROJECTS = 100;

/** Somebody who wants to know who begins to follow a project, and who stops. */
export interface SubscriptionObserver {
  enter(subscriber: Subscriber): void;
  leave(subscriber: Subscriber): void;
}

/**
 * Who follows which project. A subscriber is a place in the feed: what was missed and what is new come from the same
 * reading of it.
 *
 * @spec SPEC-033
 */
@Injectable()
export class SubscriptionService {
  private readonly logger = new Logger(SubscriptionService.name);
  private readonly channels = new Map<number, ProjectChannel>();
  private readonly own = new WeakMap<Connection, Map<number, Subscriber>>();
  private readonly observers: SubscriptionObserver[] = [];

  constructor(
    private readonly access: FeedAccess,
    private readonly reading: FeedReading,
    private readonly signals: ChangeSignals,
    private readonly watch: AccessWatch,
  ) {
    watch.watch(
      (concerned) => this.all.filter(concerned).forEach((subscriber) => watch.recheck(subscriber)),
      (subscriber, code) => this.lose(subscriber, code),
    );
  }

  /**
   * Where the socket follows the project already, it begins anew.
   *
   * @returns the subscriber, to be started when the client knows of it, and the number of the newest change
   * @throws AppError as a request for the project would, `limit_reached`, `resync_required`, `validation_failed` for a
   *   `since` that the feed hasn't reached
   */
  async subscribe(
    connection: Connection,
    projectId: number,
    since: number | undefined,
  ): Promise<{ subscriber: Subscriber; lastSeq: number }> {
    const isNew = this.reserve(connection, projectId);
    try {
      const reader = await this.access.require(connection.sessionId, projectId);
      const { from, lastSeq } = await this.reading.entry(projectId, since);
      this.unsubscribe(connection, projectId);
      const subscriber = new Subscriber(connection, projectId, reader, from);
      this.keep(subscriber);
      return { subscriber, lastSeq };
    } catch (error) {
      if (isNew && !this.subscribersOf(connection).has(projectId)) connection.unfollow(projectId);
      throw error;
    }
  }

  /** Sends what came since, and then what is new. */
  start(subscriber: Subscriber): void {
    if (subscriber.isOver) return;
    for (const observer of this.observers) observer.enter(subscriber);
    const channel = this.channels.get(subscriber.projectId);
    channel?.start(subscriber).catch((error: unknown) => {
      this.postpone(error);
      // The client connects again, and goes on from what it has.
      if (!subscriber.isOver) subscriber.connection.cut();
    });
  }

  observe(observer: SubscriptionObserver): void {
    this.observers.push(observer);
  }

  find(connection: Connection, projectId: number): Subscriber | undefined {
    return this.subscribersOf(connection).get(projectId);
  }

  unsubscribe(connection: Connection, projectId: number): void {
    const subscriber = this.find(connection, projectId);
    if (subscriber) this.end(subscriber);
  }

  private get all(): Subscriber[] {
    return [...this.channels.values()].flatMap(({ subscribers }) => subscribers);
  }

  private reserve(connection: Connection, projectId: number): boolean {
    const { projects } = connection;
    if (projects.has(projectId)) return false;
    if (projects.size >= MAX_PROJECTS) throw errors.limitReached('subscriptions of this socket', MAX_PROJECTS);
    connection.follow(projectId);
    return true;
  }

  /** Somebody may have lost the project while it was read: they are judged once more. */
  private keep(subscriber: Subscriber): void {
    const { connection, projectId } = subscriber;
    if (!connection.isOpen) throw errors.shuttingDown();
    connection.follow(projectId);
    this.subscribersOf(connection).set(projectId, subscriber);
    this.channelOf(projectId).add(subscriber);
    this.watch.recheck(subscriber);
  }

  private lose(subscriber: Subscriber, code: string): void {
    if (subscriber.isOver) return;
    this.end(subscriber);
    subscriber.connection.sayUnsubscribed(subscriber.projectId, code);
  }

  private end(subscriber: Subscriber): void {
    const { connection, projectId } = subscriber;
    subscriber.isOver = true;
    connection.unfollow(projectId);
    this.subscribersOf(connection).delete(projectId);
    const channel = this.channels.get(projectId);
    channel?.leave(subscriber);
    for (const observer of this.observers) observer.leave(subscriber);
    if (!channel?.isEmpty) return;
    this.channels.delete(projectId);
    this.signals.unfollow(channel);
  }

  private subscribersOf(connection: Connection): Map<number, Subscriber> {
    const known = this.own.get(connection);
    if (known) return known;
    const own = new Map<number, Subscriber>();
    this.own.set(connection, own);
    connection.whenOver(() => [...own.values()].forEach((subscriber) => this.end(subscriber)));
    return own;
  }

  private channelOf(projectId: number): ProjectChannel {
    const known = this.channels.get(projectId);
    if (known) return known;
    const channel = new ProjectChannel(projectId, this.reading, (error) => this.postpone(error));
    this.channels.set(projectId, channel);
    this.signals.follow(channel);
    return channel;
  }

  /** Nothing is lost: the next look finds it. */
  private postpone(error: unknown): void {
    this.logger.debug(`Changes wait: ${String(error)}`);
  }
}
