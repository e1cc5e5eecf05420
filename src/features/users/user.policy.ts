import { policy } from '../../platform/access/policy.js';
import { declarePermissions } from '../../platform/request/permissions.js';
import type { User } from './user.entity.js';

export const userPermissions = declarePermissions(50, {
  read_user: 'Read users',
  update_user: 'Update users: name, roles, status, sessions, second factor',
  delete_user: 'Delete users',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof userPermissions, string> {}
}

/** Nobody is anything to a user: the permission is enough. */
export const userPolicy = policy<User>('user', { read_user: [], update_user: [], delete_user: [] });
