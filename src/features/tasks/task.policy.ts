import type { Actor } from '../../platform/request/actor.js';
import { declarePermissions, type Permission } from '../../platform/request/permissions.js';

export const taskPermissions = declarePermissions(20, {
  create_task: 'Create tasks in your projects',
  read_task: 'Read tasks in your projects and tasks assigned to you',
  update_task: 'Update tasks in your projects and tasks assigned to you',
  delete_task: 'Delete tasks in your projects',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof taskPermissions, string> {}
}

export type TaskRelation = 'owner' | 'assignee';

type Reader = Pick<Actor, 'id' | 'can'>;
type Related = { assigneeId: number | null; project: { ownerId: number } };

/** The relation of a person to a task: `owner` is the owner of its project. */
export function relationsToTask(actor: Reader, task: Related): TaskRelation[] {
  const relations: TaskRelation[] = [];
  if (task.project.ownerId === actor.id || actor.can('manage_all_projects')) relations.push('owner');
  if (task.assigneeId === actor.id) relations.push('assignee');
  return relations;
}

/** Whether a person may read what needs this permission: the task itself, or its comments. */
export function isReader(person: Reader, task: Related, permission: Permission): boolean {
  return person.can(permission) && relationsToTask(person, task).length > 0;
}
