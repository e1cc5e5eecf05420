import { DomainEvent } from '../../platform/events/domain-event.js';
import { type Task, TASK_DETAILS, type TaskDetails, type TaskStatus } from './task.entity.js';

/** The data of every task event, so that subscribers need no query. */
export interface AboutTask {
  taskId: number;
  projectId: number;
  /** The project's name. */
  project: string;
  title: string;
  ownerId: number;
  assigneeId: number | null;
}

/** The task as it is now. */
export function aboutTask({ id, projectId, project, title, assigneeId }: Task): AboutTask {
  return { taskId: id, projectId, project: project.name, title, ownerId: project.ownerId, assigneeId };
}

abstract class TaskEvent<D extends AboutTask> extends DomainEvent<D> {
  get subject() {
    return { type: 'task', id: this.data.taskId };
  }
}

export class TaskCreated extends TaskEvent<AboutTask & { status: TaskStatus }> {
  static readonly type = 'task.created';
}

/** Details such as the title; `fields` names them. */
export class TaskChanged extends TaskEvent<AboutTask & { fields: string[] }> {
  static readonly type = 'task.changed';
}

export class TaskStatusChanged extends TaskEvent<AboutTask & { old: TaskStatus; new: TaskStatus }> {
  static readonly type = 'task.status_changed';
}

/** Also recorded when a task is made with an assignee. */
export class TaskAssigned extends TaskEvent<AboutTask & { assigneeId: number }> {
  static readonly type = 'task.assigned';
}

export class TaskUnassigned extends TaskEvent<AboutTask & { formerAssigneeId: number | null }> {
  static readonly type = 'task.unassigned';
}

/** What changed, by the name that it has in requests. */
export type FieldChanges = Record<string, { old: unknown; new: unknown }>;

/**
 * The task has another position, perhaps in another project; then its subtasks have moved there, too, each with its own
 * event. `status` is the one with which it left: a change of status at the same time has its own event, recorded later.
 */
export class TaskMoved extends TaskEvent<
  AboutTask & { formerProjectId: number; status: TaskStatus; changes: FieldChanges }
> {
  static readonly type = 'task.moved';
}

/** In the trash from now on. Also recorded for each of the subtasks that go there with it. */
export class TaskDeleted extends TaskEvent<AboutTask & { status: TaskStatus }> {
  static readonly type = 'task.deleted';
}

/** Back from the trash. */
export class TaskRestored extends TaskEvent<AboutTask & { status: TaskStatus }> {
  static readonly type = 'task.restored';
}

/** Deleted for good; where it wasn't in the trash yet, `TaskDeleted` comes first. */
export class TaskPurged extends TaskEvent<AboutTask> {
  static readonly type = 'task.purged';
}

type Described = TaskDetails & Pick<Task, 'status' | 'assigneeId' | 'parentId'>;

/** The events of a change to a task; none if nothing changed. */
export function changesOf(before: Described, task: Task): DomainEvent[] {
  const about = aboutTask(task);
  const facts: DomainEvent[] = [];
  const fields: string[] = TASK_DETAILS.filter((field) => task[field] !== before[field]);
  if (task.parentId !== before.parentId) fields.push('parent_id');
  if (fields.length > 0) facts.push(new TaskChanged({ ...about, fields }));
  if (task.assigneeId !== before.assigneeId) facts.push(handed(about, before.assigneeId));
  if (task.status !== before.status) {
    facts.push(new TaskStatusChanged({ ...about, old: before.status, new: task.status }));
  }
  return facts;
}

function handed(about: AboutTask, formerAssigneeId: number | null): DomainEvent {
  const { assigneeId } = about;
  if (assigneeId !== null) return new TaskAssigned({ ...about, assigneeId });
  return new TaskUnassigned({ ...about, formerAssigneeId });
}
