import { Injectable } from '@nestjs/common';
import type { Permission } from '../../../platform/request/permissions.js';
import { type MailKind, wantsMail, wantsNotification } from '../../preferences/preferences.entity.js';
import { type Candidate, type Concern, type Named, TaskAudienceRepository } from './task-audience.repository.js';
import type { Task } from '../task.entity.js';
import { taskPolicy } from '../task.policy.js';

/** The current state of a task, and the people who may be told of it. */
export class TaskRecipients {
  private readonly people = new Map<number, Concern>();

  constructor(readonly task: Pick<Concern, 'title' | 'project' | 'assigneeId'>) {}

  with(concern: Concern): this {
    this.people.set(concern.userId, concern);
    return this;
  }

  /** The owner, the assignee and the watchers, if they have this permission. */
  readers(permission: Permission): number[] {
    const concerned = [...this.people.values()].filter(({ isConcerned }) => isConcerned);
    return concerned.map(({ userId }) => userId).filter((id) => this.isReader(id, permission));
  }

  /** The assignee, if it is still this person and they may read the task. */
  assignee(id: number): number[] {
    return this.task.assigneeId === id && this.isReader(id, 'read_task') ? [id] : [];
  }

  /** Whether somebody has this permission: of those who are concerned or were asked for. */
  isReader(id: number, permission: Permission): boolean {
    const person = this.people.get(id);
    return person !== undefined && mayDo(person, this.task.assigneeId, permission);
  }

  /** Whether somebody wants to be notified of this: they may have muted the project. */
  wantsNotification(id: number, type: MailKind): boolean {
    return wantsNotification(this.people.get(id)?.preferences ?? null, type);
  }

  /** Whether somebody wants a mail about this, too. */
  wantsMail(id: number, type: MailKind): boolean {
    return wantsMail(this.people.get(id)?.preferences ?? null, type);
  }
}

/**
 * The recipients of news about a task. They are determined at delivery, perhaps hours after the event: nobody gets what
 * they may no longer read, or what is no longer true.
 *
 * @spec SPEC-010.37, SPEC-011.20, SPEC-022.6, SPEC-022.7
 */
@Injectable()
export class TaskAudience {
  constructor(private readonly concerns: TaskAudienceRepository) {}

  /** By the ids of the tasks; of one that is gone there is none. `named` are people whom the news itself names. */
  async of(taskIds: readonly number[], named: readonly Named[] = []): Promise<Map<number, TaskRecipients>> {
    const recipients = new Map<number, TaskRecipients>();
    for (const concern of await this.concerns.list([...new Set(taskIds)], named)) {
      const task = recipients.get(concern.taskId) ?? new TaskRecipients(concern);
      recipients.set(concern.taskId, task.with(concern));
    }
    return recipients;
  }

  /** Those of the people who may read the task; inside a transaction, they can't be deleted before its end. */
  async readersAmong(task: Pick<Task, 'projectId' | 'assigneeId'>, userIds: readonly number[]): Promise<Set<number>> {
    const candidates = await this.concerns.candidates(task.projectId, userIds);
    const readers = candidates.filter((candidate) => mayDo(candidate, task.assigneeId, 'read_task'));
    return new Set(readers.map(({ userId }) => userId));
  }
}

function mayDo({ userId: id, role, permissions }: Candidate, assigneeId: number | null, asked: Permission): boolean {
  const can = (permission: Permission) => permissions.includes(permission);
  return taskPolicy.allows({ id, can }, { assigneeId, project: { role } }, asked);
}
