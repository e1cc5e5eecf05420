import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const roleErrors = {
  isProtected: () => new AppError('conflict', 'role_protected', 'This role is protected: it stays as it is.'),
  inUse: () => new AppError('conflict', 'role_in_use', 'Somebody holds this role; take it from them first.'),
  nameTaken: () => errors.taken('name', 'name_taken', 'There is a role of this name already.'),
};

mapConstraint('roles_name_key', roleErrors.nameTaken);
mapConstraint('user_roles_role_fkey', roleErrors.inUse);
