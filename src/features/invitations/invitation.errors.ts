import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const invitationErrors = {
  limitReached: (most: number) =>
    new AppError('conflict', 'limit_reached', `A project has at most ${most} open invitations: cancel some of them.`),

  oneself: () => errors.invalidField('email', 'unknown', 'must be the address of somebody else'),
};

// The project, or the account of the inviter, was deleted meanwhile.
mapConstraint('invitations_project_fkey', () => errors.notFound('project'));
mapConstraint('invitations_inviter_fkey', accessErrors.tokenRevoked);
