import { policy } from '../../platform/access/policy.js';
import { declarePermissions } from '../../platform/request/permissions.js';
import type { Project, ProjectRole } from './project.entity.js';
import { projectRelations } from './project-member.entity.js';

export const projectPermissions = declarePermissions(10, {
  create_project: 'Create projects',
  read_project: 'Read projects that you are a member of, and leave them',
  update_project: 'Update projects that you manage, and their members',
  delete_project: 'Delete projects that you own, with their tasks and comments',
});

export const allProjectsPermissions = declarePermissions(80, {
  manage_all_projects: 'Use your other permissions on the projects, tasks and comments of everybody',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof projectPermissions | keyof typeof allProjectsPermissions, string> {}
}

export const projectPolicy = policy<Pick<Project, 'role'> & Partial<Pick<Project, 'id'>>, ProjectRole>(
  'project',
  {
    read_project: ['viewer'],
    update_project: ['manager'],
    'update_project.owner_id': ['owner'],
    delete_project: ['owner'],
  },
  (principal, project) => projectRelations(principal, project.role),
  { projectOf: ({ id }) => id },
);
