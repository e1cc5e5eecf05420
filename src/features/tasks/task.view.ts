import { PageOf } from '../../platform/input/list-query.js';
import { VersionedView } from '../../platform/http/versioned-view.js';
import { PersonView } from '../users/person.view.js';
import type { Task, TaskPriority, TaskStatus } from './task.entity.js';

export class TaskView extends VersionedView {
  id!: number;
  project_id!: number;
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
      project_id: task.projectId,
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
}

export class TaskPage extends PageOf(TaskView) {}
