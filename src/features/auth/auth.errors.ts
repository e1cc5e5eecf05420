import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

const refused = (code: string, message: string) => new AppError('unauthenticated', code, message);

export const authErrors = {
  /** The same words whether the address is unknown or the password wrong. */
  invalidCredentials: () => refused('invalid_credentials', 'The e-mail address or the password is wrong.'),

  /** Of somebody who is signed in. */
  wrongPassword: () => refused('invalid_credentials', 'This is not your current password.'),

  accountDisabled: () => new AppError('forbidden', 'account_disabled', 'This account is disabled.'),

  invalidRefreshToken: () => refused('invalid_refresh_token', 'This refresh token is not valid; sign in again.'),

  refreshTokenReused: () =>
    refused('refresh_token_reused', 'This refresh token was used before; its sessions have ended, sign in again.'),

  unsupportedGrantType: () =>
    new AppError('malformed', 'unsupported_grant_type', 'The grant types are password and refresh_token.'),

  missingFormField: (name: string) => errors.invalidField(name, 'required', 'is required'),

  invalidTokenLink: () =>
    new AppError('invalid', 'invalid_token_link', 'This link was used, has expired, or was replaced; ask for another.'),
};
