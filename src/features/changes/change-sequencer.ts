import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { OnBatch } from '../../platform/events/on.js';
import { ProjectCreated } from '../projects/project.events.js';
import { ChangeSignals } from './change-signals.service.js';
import { NUMBERED_FACTS, touchesOf } from './change-rules.js';
import { ChangeRepository } from './change.repository.js';
import { FeedBackfill } from './feed-backfill.js';
import type { NewChange, FeedItem } from './project-change.entity.js';
import { type Reach, type ReachOrigin, FeedItemRepository } from './feed-item.repository.js';

/** So many are numbered with one statement. */
const STEP = 5_000;

type Touched = FeedItem & { nth: number };

/**
 * Gives every change its number in its project, after its commit and exactly once. Of one thing there is one change in a
 * batch: the newest.
 *
 * @spec SPEC-032.1, SPEC-032.2
 */
@Injectable()
export class ChangeSequencer {
  constructor(
    private readonly changes: ChangeRepository,
    private readonly things: FeedItemRepository,
    private readonly backfill: FeedBackfill,
    private readonly signals: ChangeSignals,
  ) {}

  @OnBatch(NUMBERED_FACTS, { as: 'number-changes' })
  async number(events: RecordedEvent[]): Promise<void> {
    const created = events.filter(({ type }) => type === ProjectCreated.type);
    this.signals.noteLag(events);
    await this.backfill.begin(created.map(({ data }) => (data as ProjectCreated['data']).projectId));
    const touched = newestOf(await this.touched(events));
    for (let from = 0; from < touched.length; from += STEP) {
      const changes = await this.describe(touched.slice(from, from + STEP), events);
      await this.signals.announce(await this.changes.number(changes));
    }
  }

  private async touched(events: readonly RecordedEvent[]): Promise<Touched[]> {
    const touched: Touched[] = [];
    const reaches = new Map<Reach, ReachOrigin[]>();
    for (const [nth, event] of events.entries()) {
      for (const touch of touchesOf(event)) {
        if ('kind' in touch) touched.push({ ...touch, nth });
        else reaches.set(touch.reach, [...(reaches.get(touch.reach) ?? []), { id: touch.id, nth }]);
      }
    }
    for (const [reach, from] of reaches) touched.push(...(await this.things.reached(reach, from)));
    return touched.sort((one, other) => one.nth - other.nth);
  }

  private async describe(touched: readonly Touched[], events: readonly RecordedEvent[]): Promise<NewChange[]> {
    const links = await this.things.links(touched);
    return touched.map(({ projectId, kind, id, nth }, place) => {
      const { actorId = null, requestId = null } = events[nth] ?? {};
      const { taskId = null, otherTaskId = null } = links.get(place) ?? {};
      return { projectId, kind, id, deleted: !links.has(place), taskId, otherTaskId, actorId, requestId };
    });
  }
}

/** Each thing once, in the place of its last change. */
function newestOf(touched: readonly Touched[]): Touched[] {
  const newest = new Map<string, Touched>();
  for (const touch of touched) {
    const key = `${touch.projectId} ${touch.kind} ${touch.id}`;
    newest.delete(key);
    newest.set(key, touch);
  }
  return [...newest.values()];
}
