import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { OnBatch } from '../../platform/events/on.js';
import { ProjectService } from '../projects/project.service.js';
import { TASK_STATUSES, type TaskStatus } from './task.entity.js';
import { TaskCreated, TaskDeleted, TaskRestored, TaskStatusChanged } from './task.events.js';

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
  async count(events: RecordedEvent<Counted>[]): Promise<void> {
    const changes = new Map<number, Counts>();
    for (const event of events) {
      const { projectId } = event.data;
      const counts = changes.get(projectId) ?? { todo: 0, in_progress: 0, done: 0 };
      const change = changeBy(event);
      for (const status of TASK_STATUSES) counts[status] += change[status] ?? 0;
      changes.set(projectId, counts);
    }
    await this.projects.count([...changes].map(([projectId, counts]) => ({ projectId, ...counts })));
  }
}

function changeBy({ type, data }: RecordedEvent<Counted>): Partial<Counts> {
  if ('old' in data) return { [data.old]: -1, [data.new]: 1 };
  return { [data.status]: type === TaskDeleted.type ? -1 : 1 };
}
