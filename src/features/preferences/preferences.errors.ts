import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { errors } from '../../platform/errors/errors.js';

export const preferencesErrors = {
  /** By their places in the list. The same for a project that isn't there and for one that may not be read. */
  unknownProjects: (places: readonly number[]) =>
    errors.invalid(
      places.map((place) => ({
        field: `muted_project_ids[${place}]`,
        code: 'unknown',
        message: 'must be the id of a project that you may read',
      })),
    ),
};

// The account was deleted meanwhile.
mapConstraint('notification_preferences_user_fkey', accessErrors.tokenRevoked);
