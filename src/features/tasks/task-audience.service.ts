import { Injectable } from '@nestjs/common';
import type { Permission } from '../../platform/request/permissions.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { type Concern, TaskAudienceRepository } from './task-audience.repository.js';
import { taskPolicy } from './task.policy.js';

/** The current state of a task, and the people who may read it. */
export class HeardTask {
  private readonly people = new Map<number, { role: ProjectRole | null; permissions: ReadonlySet<Permission> }>();

  constructor(readonly task: Pick<Concern, 'title' | 'project' | 'ownerId' | 'assigneeId'>) {}

  with({ userId, role, permissions }: Concern): this {
    this.people.set(userId, { role, permissions: new Set(permissions) });
    return this;
  }

  /** The owner and the assignee, if they have this permission. */
  readers(permission: Permission): number[] {
    const { ownerId, assigneeId } = this.task;
    return [...new Set([ownerId, assigneeId])].filter(
      (id): id is number => id !== null && this.isReader(id, permission),
    );
  }

  /** The assignee, if it is still this person and they may read the task. */
  assignee(id: number): number[] {
    return this.task.assigneeId === id && this.isReader(id, 'read_task') ? [id] : [];
  }

  private isReader(id: number, permission: Permission): boolean {
    const person = this.people.get(id);
    if (!person) return false;
    const task = { assigneeId: this.task.assigneeId, project: { role: person.role } };
    return taskPolicy.allows({ id, can: (asked) => person.permissions.has(asked) }, task, permission);
  }
}

/**
 * The recipients of news about a task. They are determined at delivery, perhaps hours after the event: nobody gets what
 * they may no longer read, or what is no longer true.
 *
 * @spec SPEC-010.37, SPEC-011.20
 */
@Injectable()
export class TaskAudience {
  constructor(private readonly concerns: TaskAudienceRepository) {}

  /** By the ids of the tasks; of one that is gone there is none. */
  async of(taskIds: readonly number[]): Promise<Map<number, HeardTask>> {
    const heard = new Map<number, HeardTask>();
    for (const concern of await this.concerns.list([...new Set(taskIds)])) {
      const task = heard.get(concern.taskId) ?? new HeardTask(concern);
      heard.set(concern.taskId, task.with(concern));
    }
    return heard;
  }
}
