import { policy } from '../../platform/access/policy.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { projectRelations } from '../projects/project-member.entity.js';

/** What decides who may do what with a file. */
interface Related {
  authorId: number | null;
  task: { projectId: number; assigneeId: number | null; project: { role: ProjectRole | null } };
}

/** Whoever may read the task may read its files. Adding one is a change of the task, and so is removing one. */
export const filePolicy = policy<Related, ProjectRole | 'assignee' | 'author'>(
  'file',
  {
    read_task: ['viewer', 'assignee'],
    update_task: ['author', 'manager'],
  },
  (principal, { authorId, task }) => [
    ...projectRelations(principal, task.project.role),
    ...(task.assigneeId === principal.id ? (['assignee'] as const) : []),
    ...(authorId === principal.id ? (['author'] as const) : []),
  ],
  { projectOf: ({ task }) => task.projectId },
);
