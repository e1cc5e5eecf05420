import { mapConstraint } from '../../platform/database/failures.js';
import { errors } from '../../platform/errors/errors.js';

export const labelErrors = {
  nameTaken: () => errors.taken('name', 'name_taken', 'The project has a label of this name already.'),

  /** The same for a label of another project and for one that there isn't. */
  unknown: () => errors.invalidField('label_ids', 'unknown', 'must be ids of labels of the project'),
};

mapConstraint('labels_project_name_key', labelErrors.nameTaken);
mapConstraint('labels_project_fkey', () => errors.notFound('project'));
