import type { Actor } from '../../platform/request/actor.js';
import { declarePermissions } from '../../platform/request/permissions.js';
import type { Project } from './project.entity.js';

export const projectPermissions = declarePermissions(10, {
  create_project: 'Create projects',
  read_project: 'Read your projects',
  update_project: 'Update your projects',
  delete_project: 'Delete your projects with their tasks and comments',
});

export const allProjectsPermissions = declarePermissions(80, {
  manage_all_projects: 'Use your other permissions on the projects, tasks and comments of everybody',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof projectPermissions | keyof typeof allProjectsPermissions, string> {}
}

export type ProjectRelation = 'owner';

/** The relation of a person to a project. */
export function relationsToProject(
  actor: Pick<Actor, 'id' | 'can'>,
  project: Pick<Project, 'ownerId'>,
): ProjectRelation[] {
  return project.ownerId === actor.id || actor.can('manage_all_projects') ? ['owner'] : [];
}
