import { declarePermissions } from '../../platform/request/permissions.js';

export const auditPermissions = declarePermissions(70, {
  read_audit: 'Read the audit log',
});

declare module '../../platform/request/permissions.js' {
  interface Permissions extends Record<keyof typeof auditPermissions, string> {}
}
