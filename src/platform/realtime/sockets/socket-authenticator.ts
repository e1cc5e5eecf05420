import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../access/access-errors.js';
import { Callers } from '../../access/authentication/callers.js';
import { errors } from '../../errors/errors.js';
import { validateInteger } from '../../input/violation.js';
import { Connections } from './connections.js';
import type { SocketSession } from '../socket-session.js';

/** The handshake data of a client; all of it is untrusted. */
export interface Handshake {
  auth: Record<string, unknown>;
  query: Record<string, unknown>;
}

/**
 * Decides who may open a connection and keep it open.
 *
 * @spec SPEC-010.7, SPEC-010.8
 */
@Injectable()
export class SocketAuthenticator {
  constructor(
    private readonly callers: Callers,
    private readonly connections: Connections,
  ) {}

  /**
   * @throws AppError `missing_token`, `invalid_token`, `token_expired`, `token_revoked`, `password_change_required`,
   *   `validation_failed` for a `last_seq` that is no number of a message; what `Connections.requireRoom` throws
   */
  async open({ auth, query }: Handshake): Promise<SocketSession> {
    const session = await this.check(auth.token ?? query.token);
    this.connections.requireRoom(session.userId);
    session.lastSeq = numberOf(auth.last_seq);
    return session;
  }

  /** @throws AppError as above, and `forbidden` for somebody else's token */
  async prolong(session: SocketSession, token: unknown): Promise<SocketSession> {
    const next = await this.check(token);
    if (next.userId !== session.userId) {
      throw errors.forbidden({ field: 'token', code: 'owner', message: 'This is the token of somebody else.' });
    }
    next.lastSeq = session.lastSeq;
    return next;
  }

  private async check(token: unknown): Promise<SocketSession> {
    const { claims, identity } = await this.callers.of({ token });
    const { userId, sessionId, passwordMustChange } = identity;
    if (passwordMustChange) throw accessErrors.passwordMustChange();
    const expiresAt = Number.isFinite(claims.expiresAt) ? claims.expiresAt * 1000 : null;
    return { userId, sessionId, identity, expiresAt, lastSeq: null };
  }
}

function numberOf(lastSeq: unknown): number | null {
  if (lastSeq === undefined || lastSeq === null) return null;
  const wrong = validateInteger(lastSeq, { min: 0, max: Number.MAX_SAFE_INTEGER });
  if (wrong) throw errors.invalid([{ field: 'last_seq', ...wrong }]);
  return lastSeq as number;
}
