import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { errors } from '../../platform/errors/errors.js';

export const apiTokenErrors = {
  notHeld: (permission: string) =>
    errors.invalidField('permissions', 'unknown', `has an entry that the account does not have: ${permission}`),

  /** The same for a project that the account may not read and for one that there isn't. */
  unknownProject: () =>
    errors.invalidField('project_ids', 'unknown', 'must be ids of projects that the account can read'),

  expired: () => errors.invalidField('expires_at', 'too_small', 'must be in the future'),
};

mapConstraint('api_tokens_user_fkey', accessErrors.tokenRevoked);
