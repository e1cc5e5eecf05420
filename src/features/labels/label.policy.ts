import { extendPolicy, policy } from '../../platform/access/policy.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { projectRelations } from '../projects/project-member.entity.js';

export const labelPolicy = policy<{ projectId: number; project: { role: ProjectRole | null } }, ProjectRole>(
  'label',
  { update_task: ['editor'] },
  (principal, { project }) => projectRelations(principal, project.role),
  { projectOf: ({ projectId }) => projectId },
);

// Whoever may change the tasks of a project may make labels for them.
extendPolicy<ProjectRole>('project', { update_task: ['editor'] });
