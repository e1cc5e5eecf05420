import { DomainEvent } from '../../platform/events/domain-event.js';
import { changesBetween, type FieldChanges } from '../../platform/events/field-changes.js';
import { type Task, TASK_DETAILS, type TaskStatus } from './task.entity.js';

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

/** What was changed; events that were recorded by earlier versions of the program don't say it. */
interface Changing {
  changes?: FieldChanges;
}

abstract class TaskEvent<D extends AboutTask> extends DomainEvent<D> {
  get subject() {
    return { type: 'task', id: this.data.taskId };
  }
}

export class TaskCreated extends TaskEvent<AboutTask & { status: TaskStatus }> {
  static readonly type = 'task.created';
}

/** Details such as the title. */
export class TaskChanged extends TaskEvent<AboutTask & Changing> {
  static readonly type = 'task.changed';
}

export class TaskStatusChanged extends TaskEvent<AboutTask & Changing & { old: TaskStatus; new: TaskStatus }> {
  static readonly type = 'task.status_changed';
}

/** Also recorded when a task is made with an assignee. */
export class TaskAssigned extends TaskEvent<AboutTask & Changing & { assigneeId: number }> {
  static readonly type = 'task.assigned';
}

export class TaskUnassigned extends TaskEvent<AboutTask & Changing & { formerAssigneeId: number | null }> {
  static readonly type = 'task.unassigned';
}

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

/** The events of a change to a task; none if nothing changed. */
export function changesOf(before: Task, task: Task): DomainEvent[] {
  const about = aboutTask(task);
  const facts: DomainEvent[] = [];
  const changes = {
    ...changesBetween(before, task, { ...TASK_DETAILS, parent_id: 'parentId' }),
    ...labelChange(before, task),
  };
  if (Object.keys(changes).length > 0) facts.push(new TaskChanged({ ...about, changes }));
  if (task.assigneeId !== before.assigneeId) facts.push(handed(about, before.assigneeId));
  if (task.status !== before.status) {
    const step = { old: before.status, new: task.status };
    facts.push(new TaskStatusChanged({ ...about, ...step, changes: { status: step } }));
  }
  return facts;
}

/** What an event says that it has changed, also one that an earlier version of the program has recorded. */
export function recordedChanges({ type, data }: { type: string; data: object }): FieldChanges {
  const told = data as Changing & { old?: unknown; new?: unknown; formerAssigneeId?: number | null };
  if (told.changes) return told.changes;
  if (type === TaskStatusChanged.type) return { status: { old: told.old, new: told.new } };
  if (type === TaskUnassigned.type) return { assignee_id: { old: told.formerAssigneeId, new: null } };
  return {};
}

function labelChange(before: Task, task: Task): FieldChanges {
  return task.hasLabelsOf(before) ? {} : { label_ids: { old: before.labelIds, new: task.labelIds } };
}

/** The event of an assignment that came in the place of another, or of none. */
export function handed(about: AboutTask, formerAssigneeId: number | null): TaskAssigned | TaskUnassigned {
  const { assigneeId } = about;
  const changes = { assignee_id: { old: formerAssigneeId, new: assigneeId } };
  if (assigneeId !== null) return new TaskAssigned({ ...about, assigneeId, changes });
  return new TaskUnassigned({ ...about, formerAssigneeId, changes });
}
