import { Injectable } from '@nestjs/common';
import { Listener } from '../../database/listener.js';
import { accessErrors } from '../access-errors.js';
import { BoundedMap } from '../bounded-map.js';
import type { Claims } from '../claims.js';
import type { Actor, Identity } from '../../request/actor.js';
import { AccessInvalidation, type Invalidation } from './access-invalidation.js';
import { ApiTokenSource } from '../api-tokens/api-token-source.js';
import { tokenOfSession } from '../api-tokens/token-session.js';
import { IdentitySource } from './identity-source.js';

const MAX_REMEMBERED = 50_000;

/**
 * The current identity behind a token. Identities are cached until they are invalidated (`AccessInvalidation`). While
 * invalidations can't arrive, the cache is not used and the database is queried every time.
 */
@Injectable()
export class Identities {
  private readonly known = new BoundedMap<number, Identity>(MAX_REMEMBERED);
  /** Sessions that have ended, or whose account is disabled, and their owners. */
  private readonly ended = new BoundedMap<number, number>(MAX_REMEMBERED);
  /** Counts invalidations: a value that was read before the last one is used once, but not cached. */
  private invalidationCount = 0;

  constructor(
    private readonly sessions: IdentitySource,
    private readonly tokens: ApiTokenSource,
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

  /**
   * Asks the database, whatever is remembered.
   *
   * @throws AppError `token_revoked`
   */
  async confirm({ sessionId, id }: Pick<Actor, 'sessionId' | 'id'>): Promise<void> {
    this.known.delete(sessionId);
    if ((await this.load(sessionId))?.userId !== id) throw accessErrors.tokenRevoked();
  }

  /** Null if the session or API token has ended, or if the account is disabled or deleted. */
  async find(sessionId: number): Promise<Identity | null> {
    const known = this.listener.isLive ? this.known.get(sessionId) : undefined;
    return known ?? this.load(sessionId);
  }

  /**
   * Whether a session is active, for rate limits only. It queries the database at most once for each session, and
   * trusts the token if the database is unavailable or the cache can't be used.
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
    const tokenId = tokenOfSession(sessionId);
    const identity = await (tokenId === null ? this.sessions.load(sessionId) : this.tokens.loadIdentity(tokenId));
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
