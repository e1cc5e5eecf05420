import { createPublicKey, verify } from 'node:crypto';

const MAX_REMEMBERED = 20_000;

/** The same check as the program's: RS256 with a parsed key, issuer, audience, type, expiry; once for each token. */
export class Tokens {
  #key;
  #verified = new Map();

  constructor(publicPem) {
    this.#key = createPublicKey(publicPem);
  }

  /** @returns the id of the user, or undefined for a token that isn't valid */
  userOf(header) {
    if (!header?.startsWith('Bearer ')) return undefined;
    const token = header.slice(7);
    const claims = this.#verified.get(token) ?? this.#check(token);
    return claims && claims.exp * 1000 > Date.now() ? claims.userId : undefined;
  }

  #check(token) {
    const [head, body, signature] = token.split('.');
    if (!signature || JSON.parse(Buffer.from(head, 'base64url')).alg !== 'RS256') return undefined;
    const signed = Buffer.from(`${head}.${body}`);
    if (!verify('sha256', signed, this.#key, Buffer.from(signature, 'base64url'))) return undefined;
    const { iss, aud, type, sub, exp } = JSON.parse(Buffer.from(body, 'base64url'));
    if (iss !== 'fasttrack' || aud !== 'fasttrack-api' || type !== 'access') return undefined;
    if (this.#verified.size >= MAX_REMEMBERED) this.#verified.delete(this.#verified.keys().next().value);
    const claims = { userId: Number(sub), exp };
    this.#verified.set(token, claims);
    return claims;
  }
}
