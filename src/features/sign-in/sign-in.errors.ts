import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

const refused = (code: string, message: string) => new AppError('unauthenticated', code, message);

export const signInErrors = {
  /** The same words whether the address is unknown or the password wrong. */
  invalidCredentials: () => refused('invalid_credentials', 'The e-mail address or the password is wrong.'),

  /** Of somebody who is signed in. */
  wrongPassword: () => refused('invalid_credentials', 'This is not your current password.'),

  accountDisabled: () => new AppError('forbidden', 'account_disabled', 'This account is disabled.'),

  /** `why`: what the setting `REGISTRATION` asks for. */
  registrationClosed: (why: string) => new AppError('forbidden', 'registration_closed', why),

  unsupportedGrantType: () =>
    new AppError('malformed', 'unsupported_grant_type', 'The grant types are password and refresh_token.'),

  missingFormField: (name: string) => errors.invalidField(name, 'required', 'is required'),
};
