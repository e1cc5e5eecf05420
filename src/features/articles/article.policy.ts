import { declarePermissions } from '../../platform/request/permissions.js';

export const articlePermissions = declarePermissions(40, {
  create_article: 'Create articles',
  read_article: 'Read articles',
  update_article: 'Update articles',
  delete_article: 'Delete articles',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof articlePermissions, string> {}
}
