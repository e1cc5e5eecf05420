import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Rows } from '../access/rows.js';
import { StaleRow } from '../database/stale-row.js';
import { errors } from '../errors/errors.js';
import { requireReadBody } from '../http/body.js';
import { matchesVersion } from '../http/etag.js';
import type { Request } from '../http/request.js';
import { refuseUndeclaredBody } from '../http/undeclared-input.js';
import { FORM_BODY } from './form-body.js';
import { Idempotency } from './idempotency.js';

/** Beyond this many lost races the row is not changed by chance but fought over. */
const ATTEMPTS = 20;

type Handle = () => Promise<unknown>;

/**
 * What every changing request goes through, after it was let in: its body must have been read, an `Idempotency-Key` is
 * looked up, `If-Match` is held against the row, and a handler that lost a race runs again on the row as it is then.
 *
 * @spec SPEC-008
 */
@Injectable()
export class Writes {
  constructor(
    private readonly rows: Rows,
    private readonly reflector: Reflector,
    private readonly idempotency: Idempotency,
  ) {}

  async run(context: ExecutionContext, handle: Handle): Promise<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const isForm = this.reflector.get<boolean>(FORM_BODY, context.getHandler());
    requireReadBody(request, isForm ? 'form' : 'json');
    refuseUndeclaredBody(request, context);
    const once = () => this.onCurrentRow(request, handle);
    const { actor, headers, method } = request;
    const isKeyed = method === 'POST' && actor !== undefined && headers['idempotency-key'] !== undefined;
    return isKeyed ? this.idempotency.once(request, actor, once) : once();
  }

  /** With `If-Match` a lost race is the caller's to know; without, the last writer wins field by field. */
  private async onCurrentRow(request: Request, handle: Handle): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      this.requireMatch(request);
      try {
        return await handle();
      } catch (error) {
        if (!(error instanceof StaleRow) || attempt === ATTEMPTS) throw error;
        await this.rows.refresh(request);
      }
    }
  }

  private requireMatch({ headers, rowInPath, method }: Request): void {
    const ifMatch = headers['if-match'];
    if (ifMatch === undefined || !rowInPath || method === 'POST') return;
    const { version } = rowInPath.row as { version?: number };
    if (version === undefined || matchesVersion(ifMatch, version)) return;
    throw errors.preconditionFailed(this.rows.view(rowInPath));
  }
}
