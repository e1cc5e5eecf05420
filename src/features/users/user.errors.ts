import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const userErrors = {
  emailTaken: () => errors.taken('email', 'email_taken', 'This e-mail address belongs to an account already.'),

  lastAdmin: () =>
    new AppError(
      'conflict',
      'last_admin',
      'This is the last active administrator: give the role admin to another user first.',
    ),

  ownsProjects: () =>
    new AppError('conflict', 'user_owns_projects', 'This user owns projects: send new_owner_id to transfer them.'),

  unknownOwner: () => errors.invalidField('new_owner_id', 'unknown', 'must be the id of another active user'),

  unknownRole: (name: string) => errors.invalidField('roles', 'unknown', `There is no role "${name}".`),
};

mapConstraint('users_email_key', userErrors.emailTaken);
mapConstraint('projects_owner_fkey', userErrors.ownsProjects);
