import { extendPolicy, policy } from '../../platform/access/policy.js';
import { declarePermissions } from '../../platform/request/permissions.js';
import type { ProjectRole } from '../projects/project.entity.js';

export const commentPermissions = declarePermissions(30, {
  create_comment: 'Comment on tasks in your projects and tasks assigned to you',
  read_comment: 'Read comments on tasks in your projects and tasks assigned to you',
  delete_comment: 'Delete your comments',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof commentPermissions, string> {}
}

/** Words are changed by nobody but their author; a moderator can only take them away. */
export const commentPolicy = policy<{ authorId: number | null; task: { projectId: number } }, 'author' | 'moderator'>(
  'comment',
  { create_comment: ['author'], delete_comment: ['author', 'moderator'] },
  (principal, { authorId }) => [
    ...(authorId === principal.id ? (['author'] as const) : []),
    ...(principal.can('manage_all_projects') ? (['moderator'] as const) : []),
  ],
  { projectOf: ({ task }) => task.projectId },
);

extendPolicy<ProjectRole | 'assignee'>('task', {
  create_comment: ['commenter', 'assignee'],
  read_comment: ['viewer', 'assignee'],
});
