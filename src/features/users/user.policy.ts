import { declarePermissions } from '../../platform/request/permissions.js';

export const userPermissions = declarePermissions(50, {
  read_user: 'See the people who have an account',
  update_user: 'Change accounts: roles, state, sessions',
  delete_user: 'Delete accounts',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof userPermissions, string> {}
}
