/** Every permission with its description. A new feature adds its lines here and nowhere else. */
export const PERMISSIONS = {
  create_project: 'Create projects',
  read_project: 'Read your projects',
  update_project: 'Update your projects',
  delete_project: 'Delete your projects with their tasks and comments',
  create_task: 'Create tasks in your projects',
  read_task: 'Read tasks in your projects and tasks assigned to you',
  update_task: 'Update tasks in your projects and tasks assigned to you',
  delete_task: 'Delete tasks in your projects',
  create_comment: 'Comment on tasks in your projects and tasks assigned to you',
  read_comment: 'Read comments on tasks in your projects and tasks assigned to you',
  delete_comment: 'Delete your comments',
  create_article: 'Create articles',
  read_article: 'Read articles',
  update_article: 'Update articles',
  delete_article: 'Delete articles',
  read_user: 'Read users',
  update_user: 'Update users: name, roles, status, sessions, second factor',
  delete_user: 'Delete users',
  read_role: 'Read roles and permissions',
  manage_role: 'Create, update and delete roles',
  read_audit: 'Read the audit log',
  manage_all_projects: 'Use your other permissions on the projects, tasks and comments of everybody',
} as const;

export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];
