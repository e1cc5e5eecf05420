import { Injectable } from '@nestjs/common';
import { Identities } from '../access/identities/identities.js';
import { ResourceRegistry } from '../access/resource-registry.js';
import { Database } from '../database/database.js';
import { StaleRow } from '../database/stale-row.js';
import type { Request } from '../request/request.js';

/** From the second attempt on, the row is locked, so that only its parent can still change (an archived project). */
const ATTEMPTS = 20;

type Handle = () => Promise<unknown>;

/**
 * Runs a handler on the row in its path as it is now, for a caller who may still come in.
 *
 * @spec SPEC-002.34
 */
@Injectable()
export class CurrentRow {
  constructor(
    private readonly rows: ResourceRegistry,
    private readonly identities: Identities,
    private readonly db: Database,
  ) {}

  /**
   * With `If-Match`, the caller gets 412 after a lost race; without it, the last writer wins field by field. A handler
   * that lost to another instance locks the row, and can't lose again. What it has lost to may also be the end of the
   * caller's session: so the database is asked whether it is over.
   *
   * @throws AppError `token_revoked`, and what the handler and the guard throw
   */
  async write(request: Request, handle: Handle): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await (attempt === 1 ? handle() : this.writeLocked(request, handle));
      } catch (error) {
        if (!(error instanceof StaleRow) || attempt === ATTEMPTS) throw error;
        if (request.actor) await this.identities.confirm(request.actor);
      }
    }
  }

  private writeLocked(request: Request, handle: Handle): Promise<unknown> {
    return this.db.transaction(async () => {
      await this.rows.lock(request);
      return handle();
    });
  }
}
