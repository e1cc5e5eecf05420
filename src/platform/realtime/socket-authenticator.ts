import { Injectable } from '@nestjs/common';
import { accessErrors } from '../access/access-errors.js';
import { Authentication } from '../access/authentication.js';
import { Identities } from '../access/identities.js';
import { errors } from '../errors/errors.js';
import { Connections } from './connections.js';
import type { SocketSession } from './socket-session.js';

/** What a client says of itself when it connects: everything in it may be anything. */
export interface Handshake {
  auth: Record<string, unknown>;
  query: Record<string, unknown>;
}

/**
 * Who may open a connection, and keep it open.
 *
 * @spec SPEC-010.7, SPEC-010.8
 */
@Injectable()
export class SocketAuthenticator {
  constructor(
    private readonly authentication: Authentication,
    private readonly identities: Identities,
    private readonly connections: Connections,
  ) {}

  /**
   * @throws AppError `missing_token`, `invalid_token`, `token_expired`, `token_revoked`, `password_change_required`,
   *   `validation_failed` for a `last_seq` that is no number of a message; what `Connections.requireRoom` throws
   */
  async open({ auth, query }: Handshake): Promise<SocketSession> {
    const pass = await this.check(auth.token ?? query.token);
    this.connections.requireRoom(pass.userId);
    return { ...pass, lastSeq: numberOf(auth.last_seq) };
  }

  /** @throws AppError as above, and `forbidden` for somebody else's token */
  async prolong(session: SocketSession, token: unknown): Promise<SocketSession> {
    const pass = await this.check(token);
    if (pass.userId !== session.userId) {
      throw errors.forbidden({ field: 'token', code: 'owner', message: 'This is the token of somebody else.' });
    }
    return { ...pass, lastSeq: session.lastSeq };
  }

  private async check(token: unknown): Promise<Omit<SocketSession, 'lastSeq'>> {
    const claims = await this.authentication.claimsOf({ token });
    const { userId, sessionId, passwordMustChange } = await this.identities.of(claims);
    if (passwordMustChange) throw accessErrors.passwordMustChange();
    return { userId, sessionId, expiresAt: new Date(claims.expiresAt * 1000) };
  }
}

function numberOf(lastSeq: unknown): number | null {
  if (lastSeq === undefined || lastSeq === null) return null;
  if (Number.isSafeInteger(lastSeq) && (lastSeq as number) >= 0) return lastSeq as number;
  throw errors.invalidField('last_seq', 'integer', 'must be the number of a message, or 0');
}
