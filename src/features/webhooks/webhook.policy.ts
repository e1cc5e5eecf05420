import { policy } from '../../platform/access/policy.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { projectRelations } from '../projects/project-member.entity.js';

/** Whoever may change the project, and let people into it, may let servers hear of it. */
export const webhookPolicy = policy<{ projectId: number; project: { role: ProjectRole | null } }, ProjectRole>(
  'webhook',
  { update_project: ['manager'] },
  (principal, { project }) => projectRelations(principal, project.role),
  { projectOf: ({ projectId }) => projectId },
);
