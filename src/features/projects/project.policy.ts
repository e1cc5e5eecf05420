import type { Actor } from '../../platform/request/actor.js';
import type { Project } from './project.entity.js';

export type ProjectRelation = 'owner';

/** The relation of a person to a project. */
export function relationsToProject(
  actor: Pick<Actor, 'id' | 'can'>,
  project: Pick<Project, 'ownerId'>,
): ProjectRelation[] {
  return project.ownerId === actor.id || actor.can('manage_all_projects') ? ['owner'] : [];
}
