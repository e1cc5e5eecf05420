import { Injectable } from '@nestjs/common';
import { AccessInvalidation } from '../../platform/access/identities/access-invalidation.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { UserSessions } from '../users/administration/user-sessions.service.js';
import { SessionsEnded, SessionsStolen } from './session.events.js';
import { SessionRepository } from './session.repository.js';

/**
 * Sessions. Their end takes effect on every instance before the request is answered (`AccessInvalidation`).
 *
 * @spec SPEC-001.22, SPEC-001.24, SPEC-001.25
 */
@Injectable()
export class SessionEndings extends UserSessions {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionRepository,
    private readonly invalidation: AccessInvalidation,
    private readonly events: Events,
  ) {
    super();
  }

  /** The session that asks. */
  async leave(actor: Actor): Promise<void> {
    await this.endOne(actor, actor.sessionId);
  }

  /** @throws AppError `not_found` for a session that isn't theirs, or isn't living */
  async end(actor: Actor, id: number): Promise<void> {
    if (!(await this.endOne(actor, id))) throw errors.notFound('session');
  }

  async endOthers(actor: Actor): Promise<void> {
    await this.endAllOf(actor, actor.id, actor.sessionId);
  }

  /** Ends every session of a person, except one if given. */
  async endAllOf(actor: Actor, userId: number, exceptId: number | null = null): Promise<void> {
    await this.db.transaction(async () => {
      const sessionIds = await this.endLiving(userId, exceptId);
      await this.events.record(actor, new SessionsEnded({ userId, sessionIds }));
    });
  }

  /** Ends sessions as part of another change, which records its own event. */
  override async endAll(userId: number, { exceptId = null as number | null } = {}): Promise<void> {
    await this.db.transaction(() => this.endLiving(userId, exceptId));
  }

  /** It is not known who uses the session, so all sessions of the person end. It is recorded once. */
  async endStolen(visitor: Visitor, { userId, sessionId }: { userId: number; sessionId: number }): Promise<void> {
    await this.db.transaction(async () => {
      const sessionIds = await this.endLiving(userId, null);
      if (sessionIds.length === 0) return;
      await this.events.record(visitor, new SessionsStolen({ userId, sessionId, sessionIds }));
    });
  }

  private async endOne(actor: Actor, id: number): Promise<boolean> {
    return this.db.transaction(async () => {
      if (!(await this.sessions.end(id, actor.id))) return false;
      await this.invalidation.announce({ sessionId: id });
      await this.events.record(actor, new SessionsEnded({ userId: actor.id, sessionIds: [id] }));
      return true;
    });
  }

  private async endLiving(userId: number, exceptId: number | null): Promise<number[]> {
    const ended = await this.sessions.endAll(userId, exceptId);
    await this.invalidation.announce({ userId });
    return ended;
  }
}
