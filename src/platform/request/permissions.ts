/** Everything that a role can allow. A new feature adds its lines here and nowhere else. */
export const PERMISSIONS = {
  create_project: 'Create projects of one’s own',
  read_project: 'See own projects',
  update_project: 'Change own projects',
  delete_project: 'Delete own projects with everything in them',
  create_task: 'Add tasks to own projects',
  read_task: 'See tasks of own projects, and tasks assigned to one',
  update_task: 'Change tasks of own projects, and tasks assigned to one',
  delete_task: 'Delete tasks of own projects',
  create_comment: 'Comment on tasks that one may see',
  read_comment: 'Read comments on tasks that one may see',
  delete_comment: 'Delete one’s own comments',
  create_article: 'Write articles',
  read_article: 'Read articles',
  update_article: 'Change articles',
  delete_article: 'Delete articles',
  read_user: 'See the people who have an account',
  update_user: 'Change accounts: roles, state, sessions',
  delete_user: 'Delete accounts',
  read_role: 'See roles and permissions',
  manage_role: 'Create, change and delete roles',
  read_audit: 'Read the audit log',
  manage_all_projects: 'Act on every project, task and comment as if it were one’s own',
} as const;

export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];
