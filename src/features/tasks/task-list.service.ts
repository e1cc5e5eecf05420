import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import type { Project } from '../projects/project.entity.js';
import type { ListProjectTasks, ListTasks } from './task.dto.js';
import type { Task } from './task.entity.js';
import { type TaskFilter, TaskListRepository } from './task-list.repository.js';

/** The lists of tasks that a person may read. */
@Injectable()
export class TaskLists {
  constructor(private readonly tasks: TaskListRepository) {}

  /** The tasks of a project that the actor may read. */
  ofProject(actor: Actor, project: Project, query: ListProjectTasks): Promise<Task[]> {
    return this.tasks.listOfProject(project.id, filterOf(actor, query));
  }

  /** The deleted tasks of a project. */
  deletedOf(project: Project, page: Pick<TaskFilter, 'after' | 'limit'>): Promise<Task[]> {
    return this.tasks.listDeletedOf(project.id, page);
  }

  /** All tasks that the actor may read, in their projects or assigned to them. */
  readableBy(actor: Actor, query: ListTasks): Promise<Task[]> {
    const filter = filterOf(actor, query);
    const { project_id: projectId } = query;
    const seesAll = actor.can('manage_all_projects');
    if (seesAll && projectId !== undefined) return this.tasks.listOfProject(projectId, filter);
    if (filter.assignee === actor.id || (seesAll && typeof filter.assignee === 'number')) {
      return this.tasks.listAssignedTo(filter.assignee, { ...filter, assignee: undefined, projectId });
    }
    if (seesAll) return this.tasks.listAll(filter);
    return this.tasks.listReadableBy(actor.id, { ...filter, projectId });
  }
}

type Asked = Omit<ListProjectTasks, 'cursor' | 'bind' | 'page'>;

function filterOf(
  actor: Actor,
  { after, limit, status, priority, assignee_id, watching, parent_id }: Asked,
): TaskFilter {
  const assignee = assignee_id === 'me' ? actor.id : assignee_id;
  return {
    after,
    limit,
    status,
    priority,
    assignee,
    parent: parent_id,
    ...(watching !== undefined && { watching: { by: actor.id, is: watching } }),
  };
}
