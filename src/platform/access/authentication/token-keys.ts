import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';

export interface PublicJwk {
  kty: string;
  n: string;
  e: string;
  kid: string;
  use: 'sig';
  alg: 'RS256';
}

/** The key that signs, and the keys whose signatures are accepted while keys rotate. */
@Injectable()
export class TokenKeys {
  readonly signing: KeyObject;
  readonly signingId: string;
  /** RFC 7517, as `/.well-known/jwks.json` shows it. */
  readonly jwks: { keys: PublicJwk[] };
  private readonly accepted = new Map<string, KeyObject>();

  constructor(config: Config) {
    this.signing = config.jwtPrivateKey;
    const keys = [createPublicKey(config.jwtPrivateKey), ...config.jwtPreviousPublicKeys];
    this.jwks = { keys: keys.map(toJwk) };
    this.jwks.keys.forEach(({ kid }, index) => this.accepted.set(kid, keys[index] as KeyObject));
    this.signingId = this.jwks.keys[0]?.kid ?? '';
  }

  find(kid: string): KeyObject | undefined {
    return this.accepted.get(kid);
  }
}

function toJwk(key: KeyObject): PublicJwk {
  const { e, kty, n } = key.export({ format: 'jwk' }) as { e: string; kty: string; n: string };
  return { kty, n, e, kid: thumbprint(e, kty, n), use: 'sig', alg: 'RS256' };
}

/** RFC 7638: members in this order, no spaces. */
function thumbprint(e: string, kty: string, n: string): string {
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}
