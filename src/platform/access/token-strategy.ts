import { ExtractJwt, Strategy, type StrategyOptionsWithoutRequest } from 'passport-jwt';
import type { TokenKeys } from './token-keys.js';

export const ISSUER = 'fasttrack';
export const AUDIENCE = 'fasttrack-api';

/** passport-jwt with everything pinned: algorithm, issuer, audience, and the key by its `kid`. */
export class TokenStrategy extends Strategy {
  constructor(keys: TokenKeys) {
    const options: StrategyOptionsWithoutRequest = {
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: ['RS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      secretOrKeyProvider: (_request, token: string, done) => {
        const key = keys.find(kidOf(token) ?? '');
        done(key ? null : new Error('unknown key'), key as unknown as Buffer);
      },
    };
    super(options, (claims: unknown, done) => done(null, claims));
  }
}

function kidOf(token: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString());
    return (header as { kid?: string } | null)?.kid;
  } catch {
    return undefined;
  }
}
