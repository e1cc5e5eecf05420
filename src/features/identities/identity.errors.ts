import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';

export const identityErrors = {
  linkedElsewhere: () =>
    new AppError('conflict', 'account_exists', 'This identity of the provider belongs to another account.'),
};

mapConstraint('user_identities_subject_key', identityErrors.linkedElsewhere);
