import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';

export const passkeyErrors = {
  /** The same words whatever is wrong with it. */
  refused: () => new AppError('unauthenticated', 'invalid_credentials', 'This passkey is not accepted.'),
};

mapConstraint('passkeys_credential_key', passkeyErrors.refused);
mapConstraint('passkeys_user_fkey', accessErrors.tokenRevoked);
