import { AppError } from '../errors/app-error.js';

export const linkErrors = {
  invalidTokenLink: () =>
    new AppError('invalid', 'invalid_token_link', 'This link was used, has expired, or was replaced; ask for another.'),
};
