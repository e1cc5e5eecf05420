import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import { bytesOfBase64url } from '../../secrets/base64url.js';
import { AUDIENCE, ISSUER } from './access-tokens.js';
import { type Bearer, tokenOf } from './bearer.js';
import type { Claims } from '../claims.js';
import { TokenKeys } from './token-keys.js';

interface RawClaims {
  sub: string;
  sid: string;
  exp: number;
  type: string;
}

/** No token of ours is longer; nothing longer is looked at. */
const MAX_LENGTH = 2_000;

/** The access token of a session: passport-jwt with algorithm, issuer, audience and the key by its `kid` pinned. */
@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, 'session-token') {
  constructor(keys: TokenKeys) {
    super({
      jwtFromRequest: exactToken,
      algorithms: ['RS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      secretOrKeyProvider: (_bearer: Bearer, token: string, done) => {
        const key = keys.find(kidOf(token) ?? '');
        done(key ? null : new Error('unknown key'), key as unknown as Buffer);
      },
    });
  }

  /** Null for a token that we sign, but not to come in with. */
  validate({ sub, sid, exp, type }: RawClaims): Claims | null {
    const claims = { userId: Number(sub), sessionId: Number(sid), expiresAt: exp };
    return type === 'access' && Object.values(claims).every(Number.isSafeInteger) ? claims : null;
  }
}

/** RFC 7515 §7.1, in the one way to write it: a library that decodes leniently would read more into one token. */
function exactToken(bearer: Bearer): string | null {
  const token = tokenOf(bearer);
  if (token.length > MAX_LENGTH) return null;
  const segments = token.split('.');
  return segments.length === 3 && segments.every((segment) => bytesOfBase64url(segment) !== null) ? token : null;
}

function kidOf(token: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString());
    return (header as { kid?: string } | null)?.kid;
  } catch {
    return undefined;
  }
}
