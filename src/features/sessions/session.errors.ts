import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

const refused = (code: string, message: string) => new AppError('unauthenticated', code, message);

export const sessionErrors = {
  noRefreshToken: () => errors.invalidField('refresh_token', 'required', 'is required'),

  invalidRefreshToken: () => refused('invalid_refresh_token', 'This refresh token is not valid; sign in again.'),

  refreshTokenReused: () =>
    refused('refresh_token_reused', 'This refresh token was used before; its sessions have ended, sign in again.'),
};
