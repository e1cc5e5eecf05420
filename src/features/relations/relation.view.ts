import { PageOf } from '../../platform/input/list-query.js';
import type { TaskStatus } from '../tasks/task.entity.js';
import type { RelationType, SeenRelation } from './relation-type.js';

/** The other task. */
export class RelatedTaskView {
  id!: number;
  ref!: string;
  title!: string;
  status!: TaskStatus;
}

export class RelationView {
  id!: number;
  /** What the task is to the other one. */
  type!: RelationType;
  /** The task that has it: the one in the path. */
  task_id!: number;
  task!: RelatedTaskView;

  static of(this: void, { id, type, taskId, task }: SeenRelation): RelationView {
    return { id, type, task_id: taskId, task: { id: task.id, ref: task.ref, title: task.title, status: task.status } };
  }
}

export class RelationPage extends PageOf(RelationView) {}
