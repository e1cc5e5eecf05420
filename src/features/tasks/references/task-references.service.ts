import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/label.entity.js';
import { LabelService } from '../../labels/label.service.js';
import type { User } from '../../users/user.entity.js';
import { UserService } from '../../users/user.service.js';
import type { Task } from '../task.entity.js';
import { taskErrors } from '../task.errors.js';

/** Finds the rows that a task refers to by the ids in a body. */
@Injectable()
export class TaskReferences {
  constructor(
    private readonly users: UserService,
    private readonly labels: LabelService,
  ) {}

  /** @throws AppError `validation_failed` for anybody who is no active user */
  async assignee(id: number | null): Promise<User | null> {
    if (id === null) return null;
    const assignee = await this.users.findActive(id);
    if (!assignee) throw taskErrors.unknownAssignee();
    return assignee;
  }

  /** The one who is assigned already, if they are still active. */
  activeOrNobody({ assigneeId }: Pick<Task, 'assigneeId'>): Promise<User | null> {
    return assigneeId === null ? Promise.resolve(null) : this.users.findActive(assigneeId);
  }

  /** @throws AppError `validation_failed` for a label that the project doesn't have */
  labelsOf(projectId: number, ids: readonly number[]): Promise<Label[]> {
    return this.labels.require(projectId, ids);
  }
}
