import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Config } from '../config/config.js';
import { bytesOfBase64url } from '../secrets/base64url.js';
import { accessErrors } from './access-errors.js';
import { TokenKeys } from './token-keys.js';
import { AUDIENCE, ISSUER, TokenStrategy } from './token-strategy.js';

/** Who a token speaks for: identity only, what they may do is asked anew. */
export interface Claims {
  userId: number;
  sessionId: number;
  /** Seconds since 1970. */
  expiresAt: number;
}

interface RawClaims {
  sub: string;
  sid: string;
  exp: number;
  type: string;
}

/** No token of ours is longer; nothing longer is looked at. */
const MAX_LENGTH = 2_000;
const MAX_REMEMBERED = 20_000;

/**
 * Issues and verifies access tokens. A verified token is cached until it expires: verifying its signature costs 30 µs,
 * a cache hit almost nothing.
 */
@Injectable()
export class AccessTokens {
  readonly lifetimeSeconds: number;
  private readonly jwt = new JwtService();
  private readonly strategy: TokenStrategy;
  private readonly verified = new Map<string, Claims>();

  constructor(
    private readonly keys: TokenKeys,
    config: Config,
  ) {
    this.lifetimeSeconds = config.accessTokenExpireMinutes * 60;
    this.strategy = new TokenStrategy(keys);
  }

  /** An RS256 JWT with the claims of SPEC-001.6. */
  sign(userId: number, sessionId: number): string {
    const now = Math.floor(Date.now() / 1000);
    const exp = now + Math.max(1, Math.floor(this.lifetimeSeconds));
    const claims = { sub: String(userId), sid: String(sessionId), jti: randomUUID(), iat: now, exp, type: 'access' };
    return this.jwt.sign(
      { iss: ISSUER, aud: AUDIENCE, ...claims },
      { privateKey: this.keys.signing as unknown as string, algorithm: 'RS256', keyid: this.keys.signingId },
    );
  }

  /** @throws AppError `token_expired`, `invalid_token` */
  verify(token: string): Claims {
    const claims = this.verified.get(token) ?? this.check(token);
    if (claims.expiresAt * 1000 <= Date.now()) {
      this.verified.delete(token);
      throw accessErrors.tokenExpired();
    }
    return claims;
  }

  private check(token: string): Claims {
    if (token.length > MAX_LENGTH || !isCompactJws(token)) throw accessErrors.invalidToken();
    const { sub, sid, exp, type } = authenticate(this.strategy, token);
    const claims = { userId: Number(sub), sessionId: Number(sid), expiresAt: exp };
    if (type !== 'access' || !Object.values(claims).every(Number.isSafeInteger)) throw accessErrors.invalidToken();
    this.remember(token, claims);
    return claims;
  }

  /** Bounded: the oldest is forgotten first. */
  private remember(token: string, claims: Claims): void {
    if (this.verified.size >= MAX_REMEMBERED) this.verified.delete(this.verified.keys().next().value as string);
    this.verified.set(token, claims);
  }
}

/** RFC 7515 §7.1, in the one way to write it: a library that decodes leniently would read more into one token. */
function isCompactJws(token: string): boolean {
  const segments = token.split('.');
  return segments.length === 3 && segments.every((segment) => bytesOfBase64url(segment) !== null);
}

/** Drives the strategy as passport does, without a request; it answers before it returns. */
function authenticate(strategy: TokenStrategy, token: string): RawClaims {
  let claims: RawClaims | undefined;
  let failure: unknown;
  const attempt = Object.create(strategy) as TokenStrategy;
  attempt.success = (user: unknown) => (claims = user as RawClaims);
  attempt.fail = (challenge: unknown) => (failure = challenge);
  attempt.error = (error: unknown) => (failure = error);
  void attempt.authenticate({ headers: { authorization: `Bearer ${token}` } } as never);
  if (claims) return claims;
  throw (failure as Error | undefined)?.name === 'TokenExpiredError'
    ? accessErrors.tokenExpired()
    : accessErrors.invalidToken();
}
