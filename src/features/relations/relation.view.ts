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
  /** What the task in the path is to the other one. */
  type!: RelationType;
  task!: RelatedTaskView;

  static of(this: void, { id, type, task }: SeenRelation): RelationView {
    return { id, type, task: { id: task.id, ref: task.ref, title: task.title, status: task.status } };
  }

  /** Where no path says which task has it. */
  static withTask(this: void, relation: SeenRelation): RelationView & { task_id: number } {
    return { ...RelationView.of(relation), task_id: relation.taskId };
  }
}

export class RelationPage extends PageOf(RelationView) {}
