import { Injectable } from '@nestjs/common';
import { Listener } from '../database/listener.js';
import { accessErrors } from './access-errors.js';
import { BoundedMap } from './bounded-map.js';
import type { Claims } from './claims.js';
import type { Identity } from '../request/actor.js';
import { AccessInvalidation, type Invalidation } from './access-invalidation.js';
import { IdentitySource } from './identity-source.js';

const MAX_REMEMBERED = 50_000;

/**
 * Who is behind the claims of a token, now. What was read once is believed until news says otherwise (`AccessInvalidation`), and not at all
 * while no news can arrive: then the database is asked every time.
 */
@Injectable()
export class Identities {
  private readonly known = new BoundedMap<number, Identity>(MAX_REMEMBERED);
  /** Sessions that have ended or whose person may not enter, and whose they were. */
  private readonly ended = new BoundedMap<number, number>(MAX_REMEMBERED);
  /** Counts the news: what was read before the last one is used once, but not kept. */
  private invalidationCount = 0;

  constructor(
    private readonly source: IdentitySource,
    private readonly listener: Listener,
    invalidation: AccessInvalidation,
  ) {
    invalidation.onInvalidation((news) => this.forget(news));
  }

  /** @throws AppError `token_revoked` */
  async of({ sessionId, userId }: Claims): Promise<Identity> {
    const identity = await this.find(sessionId);
    if (identity?.userId !== userId) throw accessErrors.tokenRevoked();
    return identity;
  }

  /** Null for a session that has ended, or whose person is disabled or gone. */
  async find(sessionId: number): Promise<Identity | null> {
    const known = this.listener.isLive ? this.known.get(sessionId) : undefined;
    return known ?? this.load(sessionId);
  }

  /**
   * Whether a session lives, for those who only count. Asks the database at most once about each, and believes the token
   * where it can't be asked, or would have to be asked every time.
   */
  isLiving({ sessionId, userId }: Claims): boolean | Promise<boolean> {
    if (!this.listener.isLive) return true;
    const known = this.known.get(sessionId);
    if (known) return known.userId === userId;
    if (this.ended.has(sessionId)) return false;
    const before = this.invalidationCount;
    return this.load(sessionId).then(
      (identity) => identity?.userId === userId || this.noteEnd(sessionId, userId, before),
      () => true,
    );
  }

  private async load(sessionId: number): Promise<Identity | null> {
    const before = this.invalidationCount;
    const identity = await this.source.load(sessionId);
    if (identity && before === this.invalidationCount && this.listener.isLive) this.known.set(sessionId, identity);
    return identity;
  }

  /** @returns false */
  private noteEnd(sessionId: number, userId: number, newsBefore: number): boolean {
    if (newsBefore === this.invalidationCount && this.listener.isLive) this.ended.set(sessionId, userId);
    return false;
  }

  private forget(news: Invalidation): void {
    this.invalidationCount++;
    this.forgetEnds(news);
    if (news.sessionId !== undefined) this.known.delete(news.sessionId);
    else if (news.userId === undefined) this.known.clear();
    else this.forgetPerson(news.userId);
  }

  private forgetEnds({ sessionId, userId }: Invalidation): void {
    if (sessionId !== undefined) this.ended.delete(sessionId);
    else if (userId === undefined) this.ended.clear();
    else for (const [ended, owner] of this.ended) if (owner === userId) this.ended.delete(ended);
  }

  private forgetPerson(userId: number): void {
    for (const [sessionId, identity] of this.known) if (identity.userId === userId) this.known.delete(sessionId);
  }
}
