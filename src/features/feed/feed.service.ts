import { Injectable } from '@nestjs/common';
import { Lifecycle } from '../../platform/lifecycle/lifecycle.js';
import { limitErrors } from '../../platform/limits/limit.errors.js';
import { OpenRequests } from '../../platform/limits/open-requests.js';
import type { Actor } from '../../platform/request/actor.js';
import { withoutSlot } from '../../platform/request/admission-slot.js';
import { ChangeSignals } from '../changes/change-signals.service.js';
import type { Project } from '../projects/project.entity.js';
import { FeedAccess, type FeedReader } from './feed-access.service.js';
import type { ListChanges } from './feed.dto.js';
import { FeedReading, type ShownChange } from './feed-reading.service.js';
import { Waiting } from './waiting.js';

/** How many requests of one person may wait for changes at once. */
const MOST_WAITING = 20;

export interface ShownPage {
  items: ShownChange[];
  /** Where to go on. */
  place: number;
  /** The same as the number of a change. */
  seq: number;
  hasMore: boolean;
}

/**
 * The feed of a project for those who ask for it.
 *
 * @spec SPEC-032
 */
@Injectable()
export class FeedService {
  private readonly waiting = new OpenRequests(MOST_WAITING);

  constructor(
    private readonly access: FeedAccess,
    private readonly reading: FeedReading,
    private readonly signals: ChangeSignals,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * @param gone aborts when the caller has hung up
   * @throws AppError `resync_required`, `validation_failed` for a `since` that the feed hasn't reached, `rate_limited`
   */
  async changes(actor: Actor, { id }: Project, query: ListChanges, gone: AbortSignal): Promise<ShownPage> {
    if (query.wait === 0) return this.page(id, this.access.of(actor), query);
    if (!this.waiting.enter(String(actor.id))) throw limitErrors.tooManyAtOnce(MOST_WAITING);
    const waiting = new Waiting(id, this.signals);
    try {
      return await this.await(actor, waiting, query, AbortSignal.any([gone, this.lifecycle.stopping]));
    } finally {
      waiting.end();
      this.waiting.leave(String(actor.id));
    }
  }

  /** Each time, the caller is judged anew: they may have lost what they had when they began to wait. */
  private async await(actor: Actor, waiting: Waiting, query: ListChanges, end: AbortSignal): Promise<ShownPage> {
    const deadline = performance.now() + query.wait * 1_000;
    for (let since = query.since; ;) {
      const page = await this.page(waiting.projectId, await this.access.require(actor.sessionId, waiting.projectId), {
        ...query,
        since,
      });
      const left = deadline - performance.now();
      if (page.items.length > 0 || left <= 0 || end.aborted) return page;
      since = page.place;
      waiting.position = page.seq;
      await withoutSlot(actor, () => waiting.next(left, end));
    }
  }

  private async page(
    projectId: number,
    reader: FeedReader,
    { since, limit, kinds: asked }: ListChanges,
  ): Promise<ShownPage> {
    const kinds = reader.kinds.filter((kind) => asked?.includes(kind) ?? true);
    const { changes, ...page } = await this.reading.page(projectId, { since, limit, kinds });
    return { ...page, items: await this.reading.show(changes, reader) };
  }
}
