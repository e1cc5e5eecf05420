import { declarePermissions } from '../../platform/request/permissions.js';

export const rolePermissions = declarePermissions(60, {
  read_role: 'Read roles and permissions',
  manage_role: 'Create, update and delete roles',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof rolePermissions, string> {}
}
