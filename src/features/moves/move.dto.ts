import { Example } from '../../platform/input/example.js';
import { Id, OneOf, Optional } from '../../platform/input/fields.js';
import { TASK_STATUSES, type TaskStatus } from '../tasks/task.entity.js';

export const ENDS = ['first', 'last'] as const;
export type End = (typeof ENDS)[number];

@Example({ to: 'first' })
export class MoveTask {
  /** The task before which it comes. It is in the project to which this one moves. */
  @Optional()
  @Id()
  before_id?: number;

  /** The task after which it comes. It is in the project to which this one moves. */
  @Optional()
  @Id()
  after_id?: number;

  @Optional()
  @OneOf(ENDS)
  to?: End;

  /** Changes with the move, by the same steps as in an update of the task. */
  @Optional()
  @OneOf(TASK_STATUSES)
  status?: TaskStatus;

  /** The project to which it moves. You edit both. Without another place, it comes last there. */
  @Optional()
  @Id()
  project_id?: number;
}
