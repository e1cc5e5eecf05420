import { declarePermissions } from '../../platform/request/permissions.js';

export const userPermissions = declarePermissions(50, {
  read_user: 'Read users',
  update_user: 'Update users: name, roles, status, sessions, second factor',
  delete_user: 'Delete users',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof userPermissions, string> {}
}
