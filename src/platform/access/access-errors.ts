import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import type { Permission } from '../request/permissions.js';

const refused = (code: string, message: string) => new AppError('unauthenticated', code, message);

export const accessErrors = {
  missingToken: () => refused('missing_token', 'Sign in first: this needs an access token.'),
  invalidToken: () => refused('invalid_token', 'This access token is not valid.'),
  tokenExpired: () => refused('token_expired', 'This access token has expired; refresh it.'),
  tokenRevoked: () => refused('token_revoked', 'This session has ended; sign in again.'),

  missingPermission: (...missing: Permission[]) =>
    errors.forbidden(
      ...missing.map((permission) => {
        return { field: 'permission', code: permission, message: `This needs the permission ${permission}.` };
      }),
    ),

  tokenNotAllowed: () =>
    new AppError('forbidden', 'token_not_allowed', 'An API token may not do this: it belongs to the account. Sign in.'),

  beyondToken: () =>
    errors.forbidden({
      field: 'project_ids',
      code: 'token_projects',
      message: 'This API token is for certain projects, and this is in none of them.',
    }),

  undeclared: () =>
    errors.forbidden({
      field: 'route',
      code: 'undeclared',
      message: 'This route has no access rule, so it is closed.',
    }),

  passwordMustChange: () =>
    new AppError('forbidden', 'password_change_required', 'Change your password first: POST /users/me/password.'),

  invalidApiKey: () =>
    new AppError('forbidden', 'invalid_api_key', 'This needs a valid API key, as X-API-Key or as a bearer token.'),
};
