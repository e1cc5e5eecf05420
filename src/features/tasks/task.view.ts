import { PageOf } from '../../platform/input/list-query.js';
import { VersionedView } from '../../platform/http/versioned-view.js';
import { PersonView } from '../users/person.view.js';
import type { Task, TaskPriority, TaskStatus } from './task.entity.js';

export class TaskView extends VersionedView {
  id!: number;
  /** What people call the task, as `GARDEN-12`: the key of its project and its number there. */
  ref!: string;
  /** Counts the tasks of the project: 1, 2, 3 and so on. A number is never used again. */
  number!: number;
  project_id!: number;
  /** The task that this one is part of; `null` for none. */
  parent_id!: number | null;
  /** Its place in the order of the project. Compare positions bytewise, and expect them to change. */
  position!: string;
  title!: string;
  description!: string | null;
  status!: TaskStatus;
  priority!: TaskPriority;
  assignee!: PersonView | null;
  created_at!: Date;
  updated_at!: Date;

  static of(this: void, task: Task): TaskView {
    return Object.assign(new TaskView(), {
      id: task.id,
      ref: task.ref,
      number: task.number,
      project_id: task.projectId,
      parent_id: task.parentId,
      position: task.position,
      title: task.title,
      description: task.description,
      status: task.status,
      priority: task.priority,
      assignee: PersonView.of(task.assignee),
      version: task.version,
      created_at: task.createdAt,
      updated_at: task.updatedAt,
    });
  }

  /**
   * The ETag ends with the ref and the position: they change with the key of the project and with moves of other tasks,
   * which make no version of the task.
   */
  override etag(): string {
    return `"${this.version}.${this.ref}.${this.position}"`;
  }
}

export class TaskPage extends PageOf(TaskView) {}
