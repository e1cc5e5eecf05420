import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import type { Project } from '../projects/project.entity.js';
import type { ListProjectTasks, ListTasks } from './task.dto.js';
import type { Task } from './task.entity.js';
import { type TaskFilter, TaskListRepository } from './task-list.repository.js';

/** Who sees which tasks in lists. */
@Injectable()
export class TaskLists {
  constructor(private readonly tasks: TaskListRepository) {}

  /** Of a project whose tasks the actor may read. */
  ofProject(actor: Actor, project: Project, query: ListProjectTasks): Promise<Task[]> {
    return this.tasks.listOfProject(project.id, filterOf(actor, query));
  }

  /** Everything that the actor may read; what is assigned to them is, whosever project it is in. */
  readableBy(actor: Actor, query: ListTasks): Promise<Task[]> {
    const filter = filterOf(actor, query);
    const { project_id: projectId } = query;
    const seesAll = actor.can('manage_all_projects');
    if (seesAll && projectId !== undefined) return this.tasks.listOfProject(projectId, filter);
    if (filter.assignee === actor.id || (seesAll && typeof filter.assignee === 'number')) {
      return this.tasks.listAssignedTo(filter.assignee, { ...filter, assignee: undefined, projectId });
    }
    if (seesAll) return this.tasks.listAll(filter);
    return this.tasks.listOwnedByOrAssignedTo(actor.id, { ...filter, projectId });
  }
}

type Asked = Pick<ListProjectTasks, 'after' | 'limit' | 'status' | 'priority' | 'assignee_id'>;

function filterOf(actor: Actor, { after, limit, status, priority, assignee_id }: Asked): TaskFilter {
  return { after, limit, status, priority, assignee: assignee_id === 'me' ? actor.id : assignee_id };
}
