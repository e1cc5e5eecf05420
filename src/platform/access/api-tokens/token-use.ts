import { Injectable, Logger } from '@nestjs/common';
import { BoundedMap } from '../bounded-map.js';
import { ApiTokenSource } from './api-token-source.js';
import { tokenOfSession } from './token-session.js';

const EVERY_MS = 60_000;
const MAX_REMEMBERED = 20_000;

/**
 * Keeps when API tokens are used: at most once a minute for each token, and beside the request, which it does not hold
 * up. Only the first use that this instance sees is awaited.
 *
 * @spec SPEC-034.12
 */
@Injectable()
export class TokenUse {
  private readonly logger = new Logger(TokenUse.name);
  private readonly noted = new BoundedMap<number, number>(MAX_REMEMBERED);

  constructor(private readonly tokens: ApiTokenSource) {}

  /** Undefined where there is nothing to wait for. */
  note(sessionId: number): Promise<void> | undefined {
    const id = tokenOfSession(sessionId);
    if (id === null) return undefined;
    const before = this.noted.get(id);
    if (before !== undefined && before > Date.now() - EVERY_MS) return undefined;
    this.noted.set(id, Date.now());
    const written = this.tokens.noteUse(id).catch((error: unknown) => {
      this.logger.debug(`The use of a token was not kept: ${String(error)}`);
    });
    return before === undefined ? written : undefined;
  }
}
