import { PageOf } from '../../platform/input/list-query.js';
import type { Task } from '../tasks/task.entity.js';
import { TaskView } from '../tasks/task.view.js';

export class TrashedTaskView extends TaskView {
  /** It can be restored until `TRASH_RETENTION_DAYS` after that. */
  deleted_at!: Date;

  static override of(this: void, task: Task): TrashedTaskView {
    return Object.assign(new TrashedTaskView(), TaskView.of(task), { deleted_at: task.deletedAt });
  }
}

export class TrashPage extends PageOf(TrashedTaskView) {}
