import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../../platform/request/actor.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { bytesOfBase64url } from '../../../platform/secrets/base64url.js';
import { type DerivedKeys, deriveKeys } from '../../../platform/secrets/derived-keys.js';
import { type KnownToken, RefreshTokenRepository } from './refresh-token.repository.js';
import { SessionService } from '../session.service.js';

/** A refresh token as its owner gets it. */
export interface IssuedToken {
  sessionId: number;
  userId: number;
  token: string;
  secondsLeft: number;
}

export type Refusal =
  { refused: 'theft'; known: KnownToken } | { refused: 'of no living session' | 'no good'; known: KnownToken | null };
export type Use = { issued: IssuedToken } | Refusal;

const BYTES = 32;

/**
 * The chain of refresh tokens of a session (RFC 9700 §4.14). A successor is derived from the token before it and a salt
 * that is drawn when that is spent: so it can be given again to whoever shows that token, without being kept.
 *
 * @spec SPEC-001.15, SPEC-001.16, SPEC-001.17, SPEC-001.18, SPEC-001.19, SPEC-001.20, SPEC-001.21, SPEC-001.26
 */
@Injectable()
export class RefreshTokenService {
  private readonly keys: DerivedKeys;

  constructor(
    private readonly db: Database,
    private readonly tokens: RefreshTokenRepository,
    private readonly sessions: SessionService,
    config: Config,
  ) {
    this.keys = deriveKeys(config, 'refresh token');
  }

  /** The first of a new session. */
  async issue({ sessionId, userId }: { sessionId: number; userId: number }): Promise<IssuedToken> {
    return this.keep({ sessionId, userId }, randomBytes(BYTES));
  }

  /** Spends a token for its successor, or says why not. What theft leaves behind is the caller's to do. */
  async rotate(visitor: Visitor, token: string): Promise<Use> {
    const bytes = bytesOf(token);
    if (!bytes) return { refused: 'no good', known: null };
    return this.db.transaction(() => this.use(visitor, bytes));
  }

  /** A token that was kept, spent or not. */
  async find(token: string): Promise<KnownToken | null> {
    const bytes = bytesOf(token);
    return bytes && this.db.transaction(() => this.tokens.findToUse(hashOf(bytes)));
  }

  private async use(visitor: Visitor, bytes: Buffer): Promise<Use> {
    const known = await this.tokens.findToUse(hashOf(bytes));
    if (!known) return { refused: 'no good', known };
    const salt = randomBytes(BYTES);
    if (!known.isAlive || !(await this.tokens.spend(known.id, salt))) return this.useAgain(known, bytes);
    await this.sessions.renew(visitor, known);
    return { issued: await this.keep(known, successorOf(this.keys.current, bytes, salt)) };
  }

  /**
   * Ends nothing if the session has ended already; otherwise, an old token could end its owner's new sessions again and
   * again.
   */
  private async useAgain(known: KnownToken, bytes: Buffer): Promise<Use> {
    const spent = await this.tokens.findSpent(known.id);
    if (!spent) return { refused: 'no good', known };
    if (!known.isAlive) return { refused: 'of no living session', known };
    const successors = this.keys.all.map((key) => successorOf(key, bytes, spent.salt));
    for (const successor of spent.isRecent ? successors : []) {
      const secondsLeft = await this.tokens.secondsLeft(hashOf(successor));
      if (secondsLeft === null) continue;
      const { sessionId, userId } = known;
      return { issued: { sessionId, userId, token: successor.toString('base64url'), secondsLeft } };
    }
    return { refused: 'theft', known };
  }

  private async keep(of: { sessionId: number; userId: number }, bytes: Buffer): Promise<IssuedToken> {
    const { sessionId, userId } = of;
    const secondsLeft = await this.tokens.keep(sessionId, hashOf(bytes));
    return { sessionId, userId, token: bytes.toString('base64url'), secondsLeft };
  }
}

function successorOf(key: Buffer, bytes: Buffer, salt: Buffer): Buffer {
  return createHmac('sha256', key).update(salt).update(bytes).digest();
}

/** Null for anything that is not exactly how we write one. */
function bytesOf(token: string): Buffer | null {
  const bytes = bytesOfBase64url(token);
  return bytes?.length === BYTES ? bytes : null;
}

function hashOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
