import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const projectErrors = {
  archived: () =>
    new AppError(
      'conflict',
      'project_archived',
      'This project is archived: set its status to active before you change it.',
    ),

  keyTaken: () => errors.taken('key', 'key_taken', 'Another project has this key.'),

  unknownOwner: () => errors.invalidField('owner_id', 'unknown', 'must be the id of an active user'),
};

mapConstraint('projects_key_key', projectErrors.keyTaken);
