import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

const refused = (message: string) => new AppError('unauthenticated', 'invalid_credentials', message);

export const providerErrors = {
  /** Whatever is wrong with what the provider said. */
  notVerified: () => refused('What the provider said could not be verified.'),

  accessDenied: () =>
    new AppError('forbidden', 'access_denied', 'The sign-in was refused or cancelled at the provider.'),

  unavailable: () =>
    new AppError('unavailable', 'provider_unavailable', 'The provider does not answer; try again shortly.', {
      retryAfterSeconds: 5,
    }),

  foreignAddress: () =>
    errors.invalidField('return_to', 'format', 'must be an URL of PUBLIC_URL or of one of CORS_ORIGINS'),
};
