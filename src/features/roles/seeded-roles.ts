import type { Permission } from '../../platform/request/permissions.js';

export interface SeededRole {
  name: string;
  description: string;
  isProtected: boolean;
  permissions: readonly Permission[] | 'all';
}

const viewer: Permission[] = ['read_article', 'read_user'];

/**
 * The roles of a new database. Only `admin` stays as it is here; the others belong to the administrators from then on.
 *
 * @spec SPEC-002.16
 */
export const SEEDED_ROLES: readonly SeededRole[] = [
  {
    name: 'user',
    description: 'Works on own projects and assigned tasks; what everybody is who signs up',
    isProtected: false,
    permissions: [
      'create_project',
      'read_project',
      'update_project',
      'delete_project',
      'create_task',
      'read_task',
      'update_task',
      'delete_task',
      'create_comment',
      'read_comment',
      'delete_comment',
      'read_article',
    ],
  },
  { name: 'viewer', description: 'Reads articles and sees people', isProtected: false, permissions: viewer },
  {
    name: 'editor',
    description: 'A viewer who writes articles',
    isProtected: false,
    permissions: [...viewer, 'create_article', 'update_article'],
  },
  { name: 'admin', description: 'Everything', isProtected: true, permissions: 'all' },
];
