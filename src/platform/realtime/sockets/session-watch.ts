import { Injectable } from '@nestjs/common';
import { AccessInvalidation, type Invalidation } from '../../access/identities/access-invalidation.js';
import { Identities } from '../../access/identities/identities.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import type { SocketSession } from '../socket-session.js';
import { TokenExpiry } from './token-expiry.js';

/** The number of concurrent queries: an invalidation for everybody must not crowd out requests. */
const AT_ONCE = 4;
const RETRY_MS = 250;

/**
 * Closes the connections of sessions that have ended, on any instance: the invalidations that clear the cache for
 * requests also make it check the sessions of connections again.
 *
 * @spec SPEC-010.15
 */
@Injectable()
export class SessionWatch {
  /** Sessions to check again: first those that are known to have changed, then those that may have. */
  private readonly urgent = new Set<number>();
  private readonly others = new Set<number>();
  private asking = 0;
  private isPausing = false;

  constructor(
    private readonly identities: Identities,
    private readonly connections: Connections,
    private readonly expiry: TokenExpiry,
    invalidation: AccessInvalidation,
  ) {
    invalidation.onInvalidation((news) => this.hear(news));
  }

  /** Watches a session from now on, and also notices if it ended during the handshake. */
  watch(connection: Connection): void {
    this.connections.add(connection);
    this.expiry.expect(connection.pass.expiresAt);
    this.recheck(connection.sessionId);
  }

  /** Goes on with another token, whose session may have ended meanwhile. */
  prolong(connection: Connection, session: SocketSession): void {
    this.connections.prolong(connection, session);
    this.expiry.expect(session.expiresAt);
    this.recheck(session.sessionId);
  }

  forget(connection: Connection): void {
    this.connections.remove(connection);
  }

  recheck(sessionId: number): void {
    this.urgent.add(sessionId);
    this.ask();
  }

  recheckAll(): void {
    for (const { sessionId } of this.connections.list()) this.others.add(sessionId);
    this.ask();
  }

  private hear({ sessionId, userId }: Invalidation): void {
    if (sessionId !== undefined) this.recheck(sessionId);
    else if (userId === undefined) this.recheckAll();
    else for (const connection of this.connections.ofPerson(userId)) this.recheck(connection.sessionId);
  }

  private ask(): void {
    while (this.asking < AT_ONCE && !this.isPausing) {
      const sessionId = takeFirst(this.urgent) ?? takeFirst(this.others);
      if (sessionId === undefined) return;
      this.asking++;
      void this.check(sessionId).then(() => {
        this.asking--;
        this.ask();
      });
    }
  }

  private async check(sessionId: number): Promise<void> {
    const connections = this.connections.ofSession(sessionId);
    if (connections.length === 0) return;
    try {
      const identity = await this.identities.find(sessionId);
      if (!identity) this.close(sessionId, 'token_revoked');
      else if (identity.passwordMustChange) this.close(sessionId, 'password_change_required');
      else for (const connection of connections) if (connection.sessionId === sessionId) connection.renew(identity);
    } catch {
      this.urgent.add(sessionId);
      this.pause();
    }
  }

  private close(sessionId: number, code: 'token_revoked' | 'password_change_required'): void {
    for (const connection of this.connections.ofSession(sessionId)) connection.close(code);
  }

  /** The database is unavailable: the sessions are checked again later. */
  private pause(): void {
    this.isPausing = true;
    setTimeout(() => {
      this.isPausing = false;
      this.ask();
    }, RETRY_MS).unref();
  }
}

function takeFirst(set: Set<number>): number | undefined {
  const [first] = set;
  if (first !== undefined) set.delete(first);
  return first;
}
