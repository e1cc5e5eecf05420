import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../platform/events/domain-event.js';
import { OnBatch } from '../../../platform/events/on.js';
import { ProjectService } from '../../projects/project.service.js';
import { TASK_STATUSES, type TaskStatus } from '../task.entity.js';
import { TaskCreated, TaskDeleted, TaskMoved, TaskRestored, TaskStatusChanged } from '../task.events.js';

type Counted = TaskCreated | TaskStatusChanged | TaskDeleted | TaskRestored;
type Counts = Record<TaskStatus, number>;

/**
 * Keeps the statistics of projects, away from the requests that change them.
 *
 * @spec SPEC-004
 */
@Injectable()
export class ProjectStats {
  constructor(private readonly projects: ProjectService) {}

  @OnBatch<Counted>([TaskCreated, TaskStatusChanged, TaskDeleted, TaskRestored], { as: 'count-project-stats' })
  count(events: RecordedEvent<Counted>[]): Promise<void> {
    return this.add(events.map((event) => ({ projectId: event.data.projectId, ...changeBy(event) })));
  }

  /** A name of its own, so that an instance of the version before leaves these events to one that knows them. */
  @OnBatch<TaskMoved>([TaskMoved], { as: 'count-moved-tasks' })
  countMoved(events: RecordedEvent<TaskMoved>[]): Promise<void> {
    const left = events.filter(({ data }) => data.formerProjectId !== data.projectId).map(({ data }) => data);
    return this.add(
      left.flatMap(({ formerProjectId, projectId, status }) => [
        { projectId: formerProjectId, [status]: -1 },
        { projectId, [status]: 1 },
      ]),
    );
  }

  private async add(changes: (Partial<Counts> & { projectId: number })[]): Promise<void> {
    const sums = new Map<number, Counts>();
    for (const { projectId, ...change } of changes) {
      const counts = sums.get(projectId) ?? { todo: 0, in_progress: 0, done: 0 };
      for (const status of TASK_STATUSES) counts[status] += change[status] ?? 0;
      sums.set(projectId, counts);
    }
    if (sums.size > 0) await this.projects.count([...sums].map(([projectId, counts]) => ({ projectId, ...counts })));
  }
}

function changeBy({ type, data }: RecordedEvent<Counted>): Partial<Counts> {
  if ('old' in data) return { [data.old]: -1, [data.new]: 1 };
  return { [data.status]: type === TaskDeleted.type ? -1 : 1 };
}
