import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/request/actor.js';
import type { Project } from '../../projects/project.entity.js';
import { Clock } from '../../../platform/time/clock.js';
import { dayIn } from '../../../platform/time/time-zone.js';
import { UserService } from '../../users/user.service.js';
import type { ListProjectTasks, ListTasks } from '../task.dto.js';
import type { Task } from '../task.entity.js';
import { patternsOf } from './task-filter.js';
import { type TaskFilter, TaskListRepository } from './task-list.repository.js';

/**
 * The lists of tasks that a person may read.
 *
 * @spec SPEC-029
 */
@Injectable()
export class TaskLists {
  constructor(
    private readonly tasks: TaskListRepository,
    private readonly users: UserService,
    private readonly clock: Clock,
  ) {}

  /** The tasks of a project that the actor may read. */
  async ofProject(actor: Actor, project: Project, query: ListProjectTasks): Promise<Task[]> {
    return this.tasks.listOfProject(project.id, await this.filterOf(actor, query));
  }

  /** The deleted tasks of a project. */
  deletedOf(project: Project, page: Pick<TaskFilter, 'after' | 'limit'>): Promise<Task[]> {
    return this.tasks.listDeletedOf(project.id, page);
  }

  /** All tasks that the actor may read, in their projects or assigned to them. */
  async readableBy(actor: Actor, query: ListTasks): Promise<Task[]> {
    const filter = await this.filterOf(actor, query);
    const { project_id: projectId } = query;
    const seesAll = actor.can('manage_all_projects');
    if (seesAll && projectId !== undefined) return this.tasks.listOfProject(projectId, filter);
    if (filter.assignee === actor.id || (seesAll && typeof filter.assignee === 'number')) {
      return this.tasks.listAssignedTo(filter.assignee, { ...filter, assignee: undefined, projectId });
    }
    if (seesAll && actor.projectIds) return this.tasks.listOfProjects(actor.projectIds, { ...filter, projectId });
    if (seesAll) return this.tasks.listAll(filter);
    return this.tasks.listReadableBy(actor.id, { ...filter, projectId });
  }

  /** What is overdue depends on the day that it is for the reader: only then their time zone is looked up. */
  private async filterOf(actor: Actor, query: ListProjectTasks): Promise<TaskFilter> {
    const filter = filterOf(actor, query);
    if (query.overdue === undefined) return filter;
    const today = dayIn((await this.users.find(actor.id))?.timeZone ?? 'UTC', this.clock.now());
    return query.overdue ? { ...filter, overdueOn: today } : { ...filter, notOverdueOn: today };
  }
}

function filterOf(actor: Actor, query: ListProjectTasks): TaskFilter {
  const { sort, after, afterKey, limit, status, priority, assignee_id: assignee, parent_id: parent } = query;
  return {
    ...{ sort, after, afterKey, limit, status, priority },
    only: actor.projectIds ?? undefined,
    assignee: assignee === 'me' ? actor.id : assignee === 'none' ? null : assignee,
    parent: parent === 'none' ? null : parent,
    labels: query.label_id,
    dueBefore: query.due_before,
    dueAfter: query.due_after,
    updatedSince: query.updated_since,
    title: query.query === undefined ? undefined : patternsOf(query.query),
    ...(query.watching === true && { watchedBy: actor.id }),
    ...(query.watching === false && { notWatchedBy: actor.id }),
  };
}
