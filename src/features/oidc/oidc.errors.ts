import { AppError } from '../../platform/errors/app-error.js';

export const oidcErrors = {
  /** Nobody started this here, or not in this browser, or it was used or took too long. */
  badState: () =>
    new AppError(
      'unauthenticated',
      'invalid_credentials',
      'This sign-in was not started in this browser, was used already, or took too long.',
    ),

  badCode: () =>
    new AppError('unauthenticated', 'invalid_credentials', 'This code is wrong, was used already, or took too long.'),

  accountExists: () =>
    new AppError(
      'conflict',
      'account_exists',
      'There is an account with this address already: sign in to it, and link the provider there.',
    ),

  registrationClosed: () =>
    new AppError('forbidden', 'registration_closed', 'Whoever comes from this provider gets no account here.'),

  noAddress: () =>
    new AppError('forbidden', 'registration_closed', 'The provider says no e-mail address, and an account needs one.'),

  accountDisabled: () => new AppError('forbidden', 'account_disabled', 'This account is disabled.'),
};
