import { type BeforeApplicationShutdown, Injectable, Logger, Optional } from '@nestjs/common';
import type { AppError } from '../errors/app-error.js';
import { Events } from '../events/events.js';
import { DomainEvent, type Subject } from '../events/domain-event.js';
import { idFromText, isId } from '../input/fields.js';
import { FailureObserver } from '../http/failure-observer.js';
import type { Request } from '../request/request.js';
import { clientNetwork } from '../request/client-network.js';
import { SlidingWindow } from '../limits/sliding-window.js';
import type { Quota } from '../limits/verdict.js';
import type { Visitor } from '../request/actor.js';
import { visitorOf } from './rules.js';

/**
 * Beyond this a person, or a network where nobody is signed in, could fill the table with what they may not do. Of each
 * route so many: who is refused here must not hide what they try there.
 */
const RECORDED: Quota = { limit: 60, windowMs: 60_000 };
/** Of those that wait to be told as a number. */
const MAX_PENDING = 10_000;

interface Refusal {
  code: string;
  /** The permission or relation that was missing. */
  missing: string | null;
  method: string;
  route: string;
  /** How many more of this person on this route were not recorded before this one; not there where that is none. */
  leftOut?: number;
}

/** What was left out so far, and the last of it. */
interface Pending {
  count: number;
  by: Visitor;
  last: RequestRefused;
  timer: NodeJS.Timeout;
}

/** Somebody wanted to do what they may not. */
export class RequestRefused extends DomainEvent<Refusal> {
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
 * @spec SPEC-016.3, SPEC-016.12
 */
@Injectable()
export class Refusals extends FailureObserver implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Refusals.name);
  private readonly recorded: SlidingWindow;
  private readonly pending = new Map<string, Pending>();

  constructor(
    private readonly events: Events,
    @Optional() private readonly quota: Quota = RECORDED,
  ) {
    super();
    this.recorded = new SlidingWindow(quota);
  }

  isConcerned(request: Request, { kind }: AppError): boolean {
    return kind === 'forbidden' && request.rule !== undefined && request.rule.kind !== 'public';
  }

  /** Never fails: the answer must not depend on it. */
  async observe(request: Request, error: AppError): Promise<void> {
    const by = request.actor ?? visitorOf(request);
    const who = request.actor ? `user:${request.actor.id}` : `ip:${clientNetwork(request.ip)}`;
    const refused = refusalOf(request, error);
    const key = `${who} ${refused.data.method} ${refused.data.route}`;
    if (!this.recorded.take(key).allowed) return this.leaveOut(key, by, refused);
    await this.record(by, refused, this.taken(key)?.count ?? 0);
  }

  /** What is still to be told is told now. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.pending.keys()].map((key) => this.tell(key)));
  }

  private leaveOut(key: string, by: Visitor, last: RequestRefused): void {
    const before = this.pending.get(key);
    if (before) Object.assign(before, { count: before.count + 1, by, last });
    else if (this.pending.size < MAX_PENDING) {
      const timer = setTimeout(() => void this.tell(key), this.quota.windowMs).unref();
      this.pending.set(key, { count: 1, by, last, timer });
    }
  }

  private async tell(key: string): Promise<void> {
    const left = this.taken(key);
    if (left) await this.record(left.by, left.last, left.count - 1);
  }

  private taken(key: string): Pending | undefined {
    const left = this.pending.get(key);
    clearTimeout(left?.timer);
    this.pending.delete(key);
    return left;
  }

  private async record(by: Visitor, refused: RequestRefused, leftOut: number): Promise<void> {
    const fact = leftOut > 0 ? new RequestRefused({ ...refused.data, leftOut }, refused.subject) : refused;
    try {
      await this.events.record(by, fact);
    } catch (failure) {
      this.logger.warn({ err: failure, request_id: by.requestId }, 'A refusal was not recorded');
    }
  }
}

function refusalOf({ method, route, rule, params }: Request, { code, details }: AppError): RequestRefused {
  const { path } = route as { path: string };
  const id = idFromText(params.id);
  const subject = rule?.kind === 'permission' && rule.of && isId(id) ? { type: rule.of, id } : null;
  return new RequestRefused({ code, missing: details[0]?.code ?? null, method, route: path }, subject);
}
