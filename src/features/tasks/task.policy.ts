import type { Actor } from '../../platform/access/actor.js';

export type TaskRelation = 'owner' | 'assignee';

/** What somebody is to a task: `owner` is who owns its project. */
export function relationsToTask(
  actor: Actor,
  task: { assigneeId: number | null; project: { ownerId: number } },
): TaskRelation[] {
  const relations: TaskRelation[] = [];
  if (task.project.ownerId === actor.id || actor.can('manage_all_projects')) relations.push('owner');
  if (task.assigneeId === actor.id) relations.push('assignee');
  return relations;
}
