import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { errors } from '../../platform/errors/errors.js';

// The project, or the account of whoever joins, was deleted meanwhile.
mapConstraint('project_members_project_fkey', () => errors.notFound('project'));
mapConstraint('project_members_user_fkey', accessErrors.tokenRevoked);
