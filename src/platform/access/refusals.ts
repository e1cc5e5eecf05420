import { Injectable, Logger } from '@nestjs/common';
import type { AppError } from '../errors/app-error.js';
import { Events } from '../events/events.js';
import { Fact, type Subject } from '../events/fact.js';
import { idFromText, isId } from '../http/fields.js';
import type { Request } from '../http/request.js';
import { clientNetwork } from '../limits/client-network.js';
import { SlidingWindow } from '../limits/sliding-window.js';
import { visitorOf } from './rules.js';

/** Beyond this a person, or a network where nobody is signed in, could fill the table with what they may not do. */
const RECORDED = { limit: 60, windowMs: 60_000 };

interface Refusal {
  code: string;
  /** The permission or relation that was missing. */
  missing: string | null;
  method: string;
  route: string;
}

/** Somebody wanted to do what they may not. */
export class RequestRefused extends Fact<Refusal> {
  static readonly type = 'request.refused';

  constructor(
    refusal: Refusal,
    readonly subject: Subject | null,
  ) {
    super(refusal);
  }
}

/**
 * Writes refusals into the audit log. Public routes are left out: what is refused there, such as a sign-in, is told by
 * the feature, which knows more of it.
 *
 * @spec SPEC-016.3
 */
@Injectable()
export class Refusals {
  private readonly logger = new Logger(Refusals.name);
  private readonly recorded = new SlidingWindow(RECORDED);

  constructor(private readonly events: Events) {}

  isNoted(request: Request, { kind }: AppError): boolean {
    return kind === 'forbidden' && request.rule !== undefined && request.rule.kind !== 'public';
  }

  /** Never fails: the answer must not depend on it. */
  async note(request: Request, error: AppError): Promise<void> {
    const by = request.actor ?? visitorOf(request);
    const key = request.actor ? `user:${request.actor.id}` : `ip:${clientNetwork(request.ip)}`;
    if (!this.recorded.take(key).allowed) return;
    try {
      await this.events.record(by, factOf(request, error));
    } catch (failure) {
      this.logger.warn({ err: failure, request_id: request.requestId }, 'A refusal was not recorded');
    }
  }
}

function factOf({ method, route, rule, params }: Request, { code, details }: AppError): RequestRefused {
  const { path } = route as { path: string };
  const id = idFromText(params.id);
  const subject = rule?.kind === 'permission' && rule.of && isId(id) ? { type: rule.of, id } : null;
  return new RequestRefused({ code, missing: details[0]?.code ?? null, method, route: path }, subject);
}
