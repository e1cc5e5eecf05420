import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Listener } from '../../platform/database/listener.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { Metrics } from '../../platform/health/metrics.js';
import { ChangeRepository } from './change.repository.js';

const CHANNEL = 'fasttrack_changes';
/** NOTIFY carries less than 8,000 bytes; two numbers with their punctuation are at most 36. */
const FEEDS_IN_ONE = 200;
/** How long a lost signal can delay a change, while signals arrive and while they don't. */
const POLL_MS = 5_000;
const FAST_POLL_MS = 1_000;

/** Until where the feed of a project goes. */
export interface FeedSignal {
  projectId: number;
  seq: number;
}

/** Where somebody waits for changes of a project. */
export interface Follower {
  projectId: number;
  /** Up to this number it has everything. */
  position: number;
  /** @param upTo a number that the feed has reached */
  look: (upTo: number) => void;
}

/**
 * Tells those who wait for changes, on every instance, that there are some. A signal is only a hint to read the feed: a
 * lost one delays a change but never loses it.
 */
@Injectable()
export class ChangeSignals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ChangeSignals.name);
  private readonly followers = new Map<number, Set<Follower>>();
  private timer: NodeJS.Timeout | undefined;
  private askedAt = 0;
  private readonly observe: (seconds: number) => void;

  constructor(
    private readonly db: Database,
    private readonly listener: Listener,
    private readonly changes: ChangeRepository,
    metrics: Metrics,
  ) {
    this.observe = metrics.timer('feed_lag_seconds', 'How long after its event a change of a project was numbered.');
    listener.on(CHANNEL, (payload) => this.hear(payload));
    listener.onGap(() => (this.askedAt = 0));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.askNowAndThen(), FAST_POLL_MS).unref();
  }

  /** Those who wait stop waiting. */
  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
    for (const followers of this.followers.values()) for (const { position, look } of [...followers]) look(position);
  }

  /** Call in the transaction that numbers the changes; others hear of it after its commit. */
  async announce(signals: readonly FeedSignal[]): Promise<void> {
    for (let from = 0; from < signals.length; from += FEEDS_IN_ONE) {
      const feeds = signals.slice(from, from + FEEDS_IN_ONE).map(({ projectId, seq }) => [projectId, seq]);
      await this.db.write('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(feeds)]);
    }
    this.db.afterCommit(() => this.spread(signals));
  }

  /** Measures how late these are numbered, when it is committed. */
  noteLag(events: readonly RecordedEvent[]): void {
    this.db.afterCommit(() => {
      const now = Date.now();
      for (const { at } of events) this.observe(Math.max(0, now - at.getTime()) / 1_000);
    });
  }

  follow(follower: Follower): void {
    const own = this.followers.get(follower.projectId);
    if (own) own.add(follower);
    else this.followers.set(follower.projectId, new Set([follower]));
  }

  unfollow(follower: Follower): void {
    const own = this.followers.get(follower.projectId);
    own?.delete(follower);
    if (own?.size === 0) this.followers.delete(follower.projectId);
  }

  private hear(payload: string): void {
    try {
      this.spread((JSON.parse(payload) as [number, number][]).map(([projectId, seq]) => ({ projectId, seq })));
    } catch {
      this.askedAt = 0;
    }
  }

  private spread(signals: readonly FeedSignal[]): void {
    for (const { projectId, seq } of signals) {
      for (const follower of [...(this.followers.get(projectId) ?? [])])
        if (follower.position < seq) follower.look(seq);
    }
  }

  /** In case signals were lost: one query for all projects that somebody follows. */
  private async askNowAndThen(): Promise<void> {
    const pause = this.listener.isLive ? POLL_MS : FAST_POLL_MS;
    if (this.followers.size === 0 || Date.now() - this.askedAt < pause) return;
    this.askedAt = Date.now();
    try {
      const heads = await this.changes.heads([...this.followers.keys()]);
      this.spread(heads.map(({ projectId, lastSeq }) => ({ projectId, seq: lastSeq })));
    } catch (error) {
      this.logger.debug(`Changes wait: ${String(error)}`);
    }
  }
}
