import type { Permission } from '../../../platform/request/permissions.js';

export interface SeededRole {
  name: string;
  description: string;
  isProtected: boolean;
  permissions: readonly Permission[] | 'all';
}

const viewer: Permission[] = ['read_article', 'read_user'];

/**
 * The roles of a new database. Administrators can change all of them but `admin`.
 *
 * @spec SPEC-002.16
 */
export const SEEDED_ROLES: readonly SeededRole[] = [
  {
    name: 'user',
    description:
      'Works in the projects they are in and on tasks assigned to them. Everybody who registers gets this role',
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
  { name: 'viewer', description: 'Reads articles and users', isProtected: false, permissions: viewer },
  {
    name: 'editor',
    description: 'Reads users and articles, and writes articles',
    isProtected: false,
    permissions: [...viewer, 'create_article', 'update_article'],
  },
  { name: 'admin', description: 'Everything', isProtected: true, permissions: 'all' },
];
