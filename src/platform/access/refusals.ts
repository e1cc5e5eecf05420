import { type BeforeApplicationShutdown, Injectable, Logger, Optional } from '@nestjs/common';
import type { AppError } from '../errors/app-error.js';
import { Events } from '../events/events.js';
import { DomainEvent, type Subject } from '../events/domain-event.js';
import { idFromText, isId } from '../input/fields.js';
import { FailureObserver } from '../http/errors/failure-observer.js';
import type { Request } from '../request/request.js';
import { clientNetwork } from '../request/client-network.js';
import { SlidingWindow } from '../limits/sliding-window.js';
import type { Quota } from '../limits/verdict.js';
import type { Visitor } from '../request/actor.js';
import { visitorOf } from './rules.js';

/**
 * The maximum number of recorded refusals of one person, or of one network if nobody is signed in; otherwise, they
 * could fill the table. It applies to each route, so that refusals on one route don't hide those on another.
 */
const RECORDED: Quota = { limit: 60, windowMs: 60_000 };
/** The maximum number of pending summaries. */
const MAX_PENDING = 10_000;

interface Refusal {
  code: string;
  /** The permission or relation that was missing. */
  missing: string | null;
  method: string;
  route: string;
  /**
   * The number of refusals of this person on this route that were not recorded before this one; absent if there are
   * none.
   */
  leftOut?: number;
}

/** The number of refusals that were not recorded so far, and the last one. */
interface Pending {
  count: number;
  by: Visitor;
  last: RequestRefused;
  timer: NodeJS.Timeout;
}

/** A request was refused for lack of a permission or relation. */
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
 * Records refusals in the audit log. Public routes are left out: the feature records what is refused there, such as a
 * sign-in, because it knows more about it.
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

  /** Never fails: the response must not depend on it. */
  async observe(request: Request, error: AppError): Promise<void> {
    const by = request.actor ?? visitorOf(request);
    const who = request.actor ? `user:${request.actor.id}` : `ip:${clientNetwork(request.ip)}`;
    const refused = refusalOf(request, error);
    const key = `${who} ${refused.data.method} ${refused.data.route}`;
    if (!this.recorded.take(key).allowed) return this.leaveOut(key, by, refused);
    await this.record(by, refused, this.taken(key)?.count ?? 0);
  }

  /** Records the pending summaries. */
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
