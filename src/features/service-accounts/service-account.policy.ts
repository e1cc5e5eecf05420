import { policy } from '../../platform/access/policy.js';
import { declarePermissions } from '../../platform/request/permissions.js';
import type { User } from '../users/user.entity.js';

export const serviceAccountPermissions = declarePermissions(55, {
  manage_service_accounts: 'Create, update and delete service accounts, and make tokens for them',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof serviceAccountPermissions, string> {}
}

/** Nobody is anything to a service account: the permission is enough. */
export const serviceAccountPolicy = policy<User>('service account', { manage_service_accounts: [] });
