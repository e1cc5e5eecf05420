import type { Actor } from '../../platform/request/actor.js';
import { declarePermissions } from '../../platform/request/permissions.js';

export const commentPermissions = declarePermissions(30, {
  create_comment: 'Comment on tasks that one may see',
  read_comment: 'Read comments on tasks that one may see',
  delete_comment: 'Delete one’s own comments',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof commentPermissions, string> {}
}

export type CommentRelation = 'author';

/** What somebody is to a comment. */
export function relationsToComment(actor: Actor, comment: { authorId: number | null }): CommentRelation[] {
  return comment.authorId === actor.id || actor.can('manage_all_projects') ? ['author'] : [];
}
