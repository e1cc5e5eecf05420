import type { Actor } from '../../platform/request/actor.js';
import { declarePermissions } from '../../platform/request/permissions.js';

export const commentPermissions = declarePermissions(30, {
  create_comment: 'Comment on tasks in your projects and tasks assigned to you',
  read_comment: 'Read comments on tasks in your projects and tasks assigned to you',
  delete_comment: 'Delete your comments',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof commentPermissions, string> {}
}

export type CommentRelation = 'author';

/** The relation of a person to a comment. */
export function relationsToComment(actor: Actor, comment: { authorId: number | null }): CommentRelation[] {
  return comment.authorId === actor.id || actor.can('manage_all_projects') ? ['author'] : [];
}
