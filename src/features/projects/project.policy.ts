import type { Actor } from '../../platform/request/actor.js';
import { declarePermissions } from '../../platform/request/permissions.js';
import type { Project } from './project.entity.js';

export const projectPermissions = declarePermissions(10, {
  create_project: 'Create projects of one’s own',
  read_project: 'See own projects',
  update_project: 'Change own projects',
  delete_project: 'Delete own projects with everything in them',
});

export const allProjectsPermissions = declarePermissions(80, {
  manage_all_projects: 'Act on every project, task and comment as if it were one’s own',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof projectPermissions | keyof typeof allProjectsPermissions, string> {}
}

export type ProjectRelation = 'owner';

/** What somebody is to a project. */
export function relationsToProject(
  actor: Pick<Actor, 'id' | 'can'>,
  project: Pick<Project, 'ownerId'>,
): ProjectRelation[] {
  return project.ownerId === actor.id || actor.can('manage_all_projects') ? ['owner'] : [];
}
