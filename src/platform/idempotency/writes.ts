import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ResourceRegistry } from '../access/resource-registry.js';
import { errors } from '../errors/errors.js';
import { requireReadBody } from '../input/bodies/body.js';
import { matchesVersion } from '../http/etag.js';
import type { Request } from '../request/request.js';
import { refuseUndeclaredBody } from '../input/undeclared-input.js';
import { bodyTypeOf } from '../input/bodies/body-type.js';
import { Idempotency } from './idempotency.js';
import { addressesRow, changesRow } from './changes-row.js';
import { CurrentRow } from './current-row.js';
import { IN_TURN, type Queue } from './in-turn.js';
import { RowQueue } from './row-queue.js';

type Handle = () => Promise<unknown>;

const ofRow: Queue = ({ kind, id }) => `${kind} ${id}`;

/**
 * Wraps the handler of every changing request, after the guards: the body must be valid, an `Idempotency-Key` is looked
 * up, `If-Match` is compared with the row that is addressed, writers of one row run one after the other, and a handler
 * that lost a race runs again on the current row.
 *
 * @spec SPEC-008
 */
@Injectable()
export class Writes {
  private readonly queue = new RowQueue();

  constructor(
    private readonly rows: ResourceRegistry,
    private readonly reflector: Reflector,
    private readonly idempotency: Idempotency,
    private readonly current: CurrentRow,
  ) {}

  async run(context: ExecutionContext, handle: Handle): Promise<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    requireReadBody(request, bodyTypeOf(context.getHandler()));
    refuseUndeclaredBody(request, context);
    const { actor, headers, method, resource } = request;
    const isOfRow = resource !== undefined && changesRow(method, context.getHandler());
    const isConditional = addressesRow(method, context.getHandler(), context.getClass());
    const once = () => this.current.write(request, isConditional ? () => this.ifMatching(request, handle) : handle);
    const isKeyed = method === 'POST' && actor !== undefined && headers['idempotency-key'] !== undefined;
    const write = () => (isKeyed ? this.idempotency.once(request, actor, once) : once());
    const queue = this.reflector.get<Queue | undefined>(IN_TURN, context.getHandler()) ?? (isOfRow && ofRow);
    return queue && resource ? this.inTurn(request, queue(resource), { isOfRow, write }) : write();
  }

  /** Writers of one row run one after the other, so that they use only one connection. */
  private inTurn(request: Request, queue: string, { isOfRow, write }: { isOfRow: boolean; write: Handle }) {
    const writeInTurn = async (hasWaited: boolean) => {
      if (hasWaited && isOfRow) await this.rows.refresh(request);
      return write();
    };
    return this.queue.inTurn(queue, writeInTurn, request);
  }

  private async ifMatching(request: Request, handle: Handle): Promise<unknown> {
    this.requireMatch(request);
    return handle();
  }

  /** A row whose readers see no version has no tag: there is nothing to compare. */
  private requireMatch({ headers, resource }: Request): void {
    const ifMatch = headers['if-match'];
    if (ifMatch === undefined || !resource) return;
    const shown: { version?: number } = this.rows.view(resource);
    if (shown.version === undefined || matchesVersion(ifMatch, shown.version)) return;
    throw errors.preconditionFailed(shown);
  }
}
