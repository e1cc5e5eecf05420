import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Config } from '../../config/config.js';
import { TokenKeys } from './token-keys.js';

export const ISSUER = 'fasttrack';
export const AUDIENCE = 'fasttrack-api';

/** Issues the access tokens that `SessionStrategy` verifies. */
@Injectable()
export class AccessTokens {
  readonly lifetimeSeconds: number;
  private readonly jwt = new JwtService();

  constructor(
    private readonly keys: TokenKeys,
    config: Config,
  ) {
    this.lifetimeSeconds = config.accessTokenExpireMinutes * 60;
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
}
