import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';

mapConstraint('calendar_addresses_user_fkey', accessErrors.tokenRevoked);
