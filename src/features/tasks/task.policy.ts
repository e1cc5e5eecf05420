import { extendPolicy, policy } from '../../platform/access/policy.js';
import { declarePermissions } from '../../platform/request/permissions.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { projectRelations } from '../projects/project-member.entity.js';

export const taskPermissions = declarePermissions(20, {
  create_task: 'Create tasks in projects that you edit',
  read_task: 'Read tasks in your projects and tasks assigned to you',
  update_task: 'Update tasks in projects that you edit and tasks assigned to you',
  delete_task: 'Delete tasks in projects that you edit',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof taskPermissions, string> {}
}

export type TaskRelation = ProjectRole | 'assignee';

/** What decides who may do what with a task. */
interface Related {
  projectId?: number;
  assigneeId: number | null;
  project: { role: ProjectRole | null };
}

export const taskPolicy = policy<Related, TaskRelation>(
  'task',
  {
    read_task: ['viewer', 'assignee'],
    update_task: ['editor', 'assignee'],
    delete_task: ['editor'],
    create_task: ['editor'],
  },
  (principal, { assigneeId, project }) => {
    const roles = projectRelations(principal, project.role);
    return assigneeId === principal.id ? [...roles, 'assignee'] : roles;
  },
  { projectOf: ({ projectId }) => projectId },
);

extendPolicy<ProjectRole>('project', { create_task: ['editor'], read_task: ['viewer'] });
