import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';

export const roleErrors = {
  isProtected: () =>
    new AppError('conflict', 'role_protected', 'This role is protected: it cannot be changed or deleted.'),
  inUse: () => new AppError('conflict', 'role_in_use', 'This role is in use: remove it from all users first.'),
  nameTaken: () => new AppError('conflict', 'name_taken', 'A role with this name exists already: choose another name.'),
};

mapConstraint('roles_name_key', roleErrors.nameTaken);
mapConstraint('user_roles_role_fkey', roleErrors.inUse);
