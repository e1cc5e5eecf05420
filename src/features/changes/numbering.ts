import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { OnBatch } from '../../platform/events/on.js';
import { ProjectCreated } from '../projects/project.events.js';
import { ChangeNews } from './change-news.service.js';
import { NUMBERED_FACTS, touchesOf } from './change-rules.js';
import { ChangeRepository } from './change.repository.js';
import { Filling } from './filling.js';
import type { NewChange, Thing } from './project-change.entity.js';
import { type Reach, type Spreading, ThingRepository } from './thing.repository.js';

/** So many are numbered with one statement. */
const STEP = 5_000;

type Touched = Thing & { nth: number };

/**
 * Gives every change its number in its project, after its commit and exactly once. Of one thing there is one change in a
 * batch: the newest.
 *
 * @spec SPEC-032.1, SPEC-032.2
 */
@Injectable()
export class Numbering {
  constructor(
    private readonly changes: ChangeRepository,
    private readonly things: ThingRepository,
    private readonly filling: Filling,
    private readonly news: ChangeNews,
  ) {}

  @OnBatch(NUMBERED_FACTS, { as: 'number-changes' })
  async number(events: RecordedEvent[]): Promise<void> {
    const created = events.filter(({ type }) => type === ProjectCreated.type);
    this.news.noteLag(events);
    await this.filling.begin(created.map(({ data }) => (data as ProjectCreated['data']).projectId));
    const touched = newestOf(await this.touched(events));
    for (let from = 0; from < touched.length; from += STEP) {
      const changes = await this.describe(touched.slice(from, from + STEP), events);
      await this.news.announce(await this.changes.number(changes));
    }
  }

  private async touched(events: readonly RecordedEvent[]): Promise<Touched[]> {
    const touched: Touched[] = [];
    const reaches = new Map<Reach, Spreading[]>();
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
    const ties = await this.things.ties(touched);
    return touched.map(({ projectId, kind, id, nth }, place) => {
      const { actorId = null, requestId = null } = events[nth] ?? {};
      const { taskId = null, otherTaskId = null } = ties.get(place) ?? {};
      return { projectId, kind, id, deleted: !ties.has(place), taskId, otherTaskId, actorId, requestId };
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
