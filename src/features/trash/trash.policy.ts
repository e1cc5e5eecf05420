import { policy } from '../../platform/access/policy.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { projectRelations } from '../projects/project-member.entity.js';

/** A task, in the trash or not. */
export const storedTaskPolicy = policy<{ projectId: number; project: { role: ProjectRole | null } }, ProjectRole>(
  'stored task',
  { delete_task: ['editor'], 'delete_task.permanently': ['manager'] },
  (principal, { project }) => projectRelations(principal, project.role),
  { noun: 'task', projectOf: ({ projectId }) => projectId },
);

/** A project, in the trash or not. */
export const storedProjectPolicy = policy<{ id: number; role: ProjectRole | null }, ProjectRole>(
  'stored project',
  { delete_project: ['owner'] },
  (principal, { role }) => projectRelations(principal, role),
  { noun: 'project', projectOf: ({ id }) => id },
);
