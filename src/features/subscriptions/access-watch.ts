import { Injectable } from '@nestjs/common';
import { AccessInvalidation } from '../../platform/access/identities/access-invalidation.js';
import { Listener } from '../../platform/database/listener.js';
import { AppError } from '../../platform/errors/app-error.js';
import { FeedAccess } from '../feed/feed-access.service.js';
import type { Subscriber } from './subscriber.js';

const CHANNEL = 'fasttrack_members';
/** The number of concurrent queries: a change for everybody must not crowd out requests. */
const AT_ONCE = 4;
const RETRY_MS = 250;
const LOSSES: readonly string[] = ['unauthenticated', 'forbidden', 'not_found'];

type Narrowed = (subscriber: Subscriber) => boolean;

/**
 * Judges subscribers again whenever what they may read has changed, on any instance: the database tells of ended
 * memberships and lost projects at the commit, and the invalidations that clear the cache for requests tell of the rest.
 *
 * @spec SPEC-033.5
 */
@Injectable()
export class AccessWatch {
  private readonly waiting = new Set<Subscriber>();
  private readonly readers: ((concerned: Narrowed) => void)[] = [];
  private asking = 0;
  private isPausing = false;
  private onLoss: (subscriber: Subscriber, code: string) => void = () => undefined;

  constructor(
    private readonly access: FeedAccess,
    listener: Listener,
    invalidation: AccessInvalidation,
  ) {
    listener.on(CHANNEL, (payload) => this.hear(payload));
    listener.onGap(() => this.tell(() => true));
    invalidation.onInvalidation(({ userId, sessionId }) => {
      if (sessionId === undefined) this.tell(({ connection }) => userId === undefined || connection.userId === userId);
    });
  }

  /** Whoever keeps the subscribers asks for a check of some of them, and hears of those who lose their access. */
  watch(select: (concerned: Narrowed) => void, onLoss: (subscriber: Subscriber, code: string) => void): void {
    this.readers.push(select);
    this.onLoss = onLoss;
  }

  recheck(subscriber: Subscriber): void {
    this.waiting.add(subscriber);
    this.ask();
  }

  private hear(payload: string): void {
    const [projectId, userId] = JSON.parse(payload) as [number, number | null];
    this.tell((one) => one.projectId === projectId && (userId === null || one.connection.userId === userId));
  }

  private tell(concerned: Narrowed): void {
    for (const select of this.readers) select(concerned);
  }

  private ask(): void {
    while (this.asking < AT_ONCE && !this.isPausing) {
      const [next] = this.waiting;
      if (!next) return;
      this.waiting.delete(next);
      this.asking++;
      void this.check(next).then(() => {
        this.asking--;
        this.ask();
      });
    }
  }

  private async check(subscriber: Subscriber): Promise<void> {
    if (subscriber.isOver) return;
    try {
      subscriber.reader = await this.access.require(subscriber.connection.sessionId, subscriber.projectId);
    } catch (error) {
      if (error instanceof AppError && LOSSES.includes(error.kind)) this.onLoss(subscriber, error.code);
      else this.retry(subscriber);
    }
  }

  /** The database is unavailable: they are judged later. */
  private retry(subscriber: Subscriber): void {
    this.waiting.add(subscriber);
    this.isPausing = true;
    setTimeout(() => {
      this.isPausing = false;
      this.ask();
    }, RETRY_MS).unref();
  }
}
