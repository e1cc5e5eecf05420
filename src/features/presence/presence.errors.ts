import { errors } from '../../platform/errors/errors.js';

export const presenceErrors = {
  notFollowed: () => errors.invalidField('project_id', 'unknown', 'must be a project that this socket follows'),

  unknownTask: () => errors.invalidField('task_id', 'unknown', 'must be a task of the project'),
};
