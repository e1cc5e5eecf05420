import { policy } from '../../platform/access/policy.js';
import { declarePermissions } from '../../platform/request/permissions.js';
import type { Role } from './role.entity.js';

export const rolePermissions = declarePermissions(60, {
  read_role: 'Read roles and permissions',
  manage_role: 'Create, update and delete roles',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof rolePermissions, string> {}
}

/** Nobody is anything to a role: the permission is enough. */
export const rolePolicy = policy<Role>('role', { read_role: [], manage_role: [] });
