import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const memberErrors = {
  ownerRole: () =>
    new AppError(
      'conflict',
      'owner_role',
      'A project has one owner, who stays in it: set owner_id of the project to hand it over.',
    ),

  /** The same for somebody who isn't there and for somebody whom the caller doesn't know. */
  unknownPerson: () =>
    errors.invalidField('user_id', 'unknown', 'must be the id of somebody who shares a project with you'),
};

// The project, or the account of whoever joins, was deleted meanwhile.
mapConstraint('project_members_project_fkey', () => errors.notFound('project'));
mapConstraint('project_members_user_fkey', accessErrors.tokenRevoked);
