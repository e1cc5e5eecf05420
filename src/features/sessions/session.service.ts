import { Injectable } from '@nestjs/common';
import { Actor, type Visitor } from '../../platform/request/actor.js';
import { Events } from '../../platform/events/events.js';
import { Every } from '../../platform/events/on.js';
import { SessionRefreshed, SessionRefreshRefused, SessionStarted, type SignInWay } from './session.events.js';
import type { Session } from './session.entity.js';
import { type Place, SessionRepository } from './session.repository.js';

/**
 * Who is signed in where.
 *
 * @spec SPEC-001.23
 */
@Injectable()
export class SessionService {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly events: Events,
  ) {}

  /** Call inside the transaction that made sure of the person. */
  async start(visitor: Visitor, userId: number, by: SignInWay): Promise<Session> {
    const session = await this.sessions.start(userId, visitor);
    const { id: sessionId, userAgent } = session;
    await this.events.record(actorIn(session, visitor), new SessionStarted({ userId, sessionId, userAgent, by }));
    return session;
  }

  /** Its token pair was renewed; it lives for another lifetime. */
  async renew(visitor: Visitor, { sessionId, userId }: { sessionId: number; userId: number }): Promise<void> {
    await this.sessions.touch(sessionId);
    await this.events.record(visitor, new SessionRefreshed({ userId, sessionId }));
  }

  /** Somebody showed a token that gets nothing; `known` is the session that it once was for. */
  async noteRefusal(
    visitor: Visitor,
    known: { userId: number; sessionId: number } | null,
    code: string,
  ): Promise<void> {
    const { userId = null, sessionId = null } = known ?? {};
    await this.events.record(visitor, new SessionRefreshRefused({ userId, sessionId, code }));
  }

  list(actor: Actor, place: Place): Promise<Session[]> {
    return this.sessions.listLiving(actor.id, place);
  }

  /** From which the person has signed in lately. */
  addressesOf(userId: number): Promise<string[]> {
    return this.sessions.listAddresses(userId);
  }

  @Every({ minutes: 1, as: 'clear-expired-sessions' })
  async clearExpired(): Promise<void> {
    await this.sessions.clearExpired();
  }
}

/** Who signs in or out is who does it, for the audit log. */
export function actorIn({ id: sessionId, userId }: Pick<Session, 'id' | 'userId'>, visitor: Visitor): Actor {
  const identity = { userId, sessionId, permissions: new Set<never>(), passwordMustChange: false };
  return new Actor(identity, visitor);
}
