import { errors } from '../../platform/errors/errors.js';

export const moveErrors = {
  unknownNeighbour: (field: string) =>
    errors.invalidField(field, 'unknown', 'must be the id of a task of the project to which this one moves'),

  /** The same for a project that there isn't and for one that the caller may not read. */
  unknownProject: () => errors.invalidField('project_id', 'unknown', 'must be the id of a project that you edit'),
};
