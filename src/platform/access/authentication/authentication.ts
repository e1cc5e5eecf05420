import { Injectable } from '@nestjs/common';
import passport from 'passport';
import { accessErrors } from '../access-errors.js';
import { ApiTokenStrategy } from '../api-tokens/api-token.strategy.js';
import { type Bearer, shownBy, tokenOf } from './bearer.js';
import { BoundedMap } from '../bounded-map.js';
import type { Claims } from '../claims.js';
import { SessionStrategy } from './session.strategy.js';

const MAX_REMEMBERED = 20_000;

type Answer = (error: unknown, claims: Claims | false | null, refusals: unknown) => void;
type Ask = (bearer: Bearer, response: null, next: (error: unknown) => void) => void;

/**
 * Asks passport whom a token speaks for, once: a token that was verified is known until it expires, because whom it speaks
 * for never changes: whether they still may come in is asked of `Identities`. Passport costs some
 * 70 µs with the signature, the memory 1 µs.
 *
 * Requests and sockets ask the same strategies. This is no `AuthGuard`: a guard needs a context, which neither the limits
 * nor a handshake has, and finds strategies in a registry that all programs of a process share.
 */
@Injectable()
export class Authentication {
  private readonly registry = new passport.Passport();
  private readonly strategies: string[] = [];
  /** By what was shown: reading a header anew would cost as much as the look-up. A header never passes for a token. */
  private readonly headers = new BoundedMap<unknown, Claims>(MAX_REMEMBERED);
  private readonly tokens = new BoundedMap<unknown, Claims>(MAX_REMEMBERED);

  constructor(apiTokens: ApiTokenStrategy, session: SessionStrategy) {
    this.use('api-token', apiTokens);
    this.use('session-token', session);
  }

  /** @throws AppError `missing_token`, `invalid_token`, `token_expired` */
  claimsOf(bearer: Bearer): Claims | Promise<Claims> {
    const memory = 'headers' in bearer ? this.headers : this.tokens;
    const shown = shownBy(bearer);
    const known = memory.get(shown);
    if (!known) return this.remember(memory, bearer);
    if (known.expiresAt * 1000 > Date.now()) return known;
    memory.delete(shown);
    throw accessErrors.tokenExpired();
  }

  /** Strategies are asked in the order in which they were named here. */
  private use(name: string, strategy: passport.Strategy): void {
    this.registry.use(name, strategy);
    this.strategies.push(name);
  }

  private async remember(memory: Map<unknown, Claims>, bearer: Bearer): Promise<Claims> {
    tokenOf(bearer);
    const claims = await this.verify(bearer);
    memory.set(shownBy(bearer), claims);
    return claims;
  }

  private verify(bearer: Bearer): Promise<Claims> {
    return new Promise((resolve, reject) => {
      const answer: Answer = (error, claims, refusals) => {
        if (claims) resolve(claims);
        else reject((error as Error | null) ?? refusalOf(refusals));
      };
      const ask = this.registry.authenticate(this.strategies, { session: false }, answer) as Ask;
      ask(bearer, null, reject);
    });
  }
}

/** Of all that the strategies said, only this is worth telling apart. */
function refusalOf(refusals: unknown) {
  const isExpired = [refusals].flat().some((refusal) => (refusal as Error | undefined)?.name === 'TokenExpiredError');
  return isExpired ? accessErrors.tokenExpired() : accessErrors.invalidToken();
}
