import type { Actor } from '../../platform/request/actor.js';

export type CommentRelation = 'author';

/** The relation of a person to a comment. */
export function relationsToComment(actor: Actor, comment: { authorId: number | null }): CommentRelation[] {
  return comment.authorId === actor.id || actor.can('manage_all_projects') ? ['author'] : [];
}
