import type { Task } from '../tasks/task.entity.js';
import { TaskView } from '../tasks/task.view.js';

export class TasksView {
  /** In the order in which they were asked for. */
  items!: TaskView[];

  static of(tasks: readonly Task[]): TasksView {
    return Object.assign(new TasksView(), { items: tasks.map(TaskView.of) });
  }
}
