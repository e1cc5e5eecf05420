import { createHash } from 'node:crypto';
import { PageOf } from '../../platform/input/list-query.js';
import { VersionedView } from '../../platform/http/responses/versioned-view.js';
import { ShownLabelView } from '../labels/label.view.js';
import { PersonView } from '../users/person.view.js';
import type { Recurrence, Task, TaskPriority, TaskStatus } from './task.entity.js';

export class RecurrenceView {
  /** As in RFC 5545, such as `FREQ=WEEKLY;BYDAY=MO`. */
  rule!: string;
  from!: Recurrence['from'];
}

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
  /** By name. */
  labels!: ShownLabelView[];
  /** A day of the calendar, as `2026-01-31`. */
  start_on!: string | null;
  /** The last day: the task is overdue from the next day on, in the time zone of whoever looks, unless it is done. */
  due_on!: string | null;
  /** When it comes again: once it is done, the next task is made, which has it, too. */
  recurrence!: RecurrenceView | null;
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
      labels: ShownLabelView.list(task.labels),
      start_on: task.startOn,
      due_on: task.dueOn,
      recurrence: task.recurrence && { rule: task.recurrence.rule, from: task.recurrence.from },
      version: task.version,
      created_at: task.createdAt,
      updated_at: task.updatedAt,
    });
  }

  /**
   * After the version comes what changes without one: the ref, which has the key of the project; the position, for moves
   * of other tasks; and a digest of the labels, which can be renamed and deleted. That writes no task, however many have
   * the label.
   */
  override etag(): string {
    const labels = this.labels.length > 0 ? `.${digestOf(this.labels)}` : '';
    return `"${this.version}.${this.ref}.${this.position}${labels}"`;
  }
}

function digestOf(shown: object): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 12);
}

export class TaskPage extends PageOf(TaskView) {}
