import { policy } from '../../platform/access/policy.js';
import { declarePermissions } from '../../platform/request/permissions.js';
import type { Article } from './article.entity.js';

export const articlePermissions = declarePermissions(40, {
  create_article: 'Create articles',
  read_article: 'Read articles',
  update_article: 'Update articles',
  delete_article: 'Delete articles',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof articlePermissions, string> {}
}

/** Nobody is anything to an article: the permission is enough. */
export const articlePolicy = policy<Article>('article', { read_article: [], update_article: [], delete_article: [] });
