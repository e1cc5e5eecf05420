import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

const refused = (code: string, message: string) => new AppError('unauthenticated', code, message);

export const accountErrors = {
  codeRequired: () => refused('totp_required', 'This account has a second factor: send totp_code or backup_code.'),

  wrongCode: () => refused('invalid_totp', 'This code is not valid, or was used before.'),

  alreadyEnabled: () =>
    new AppError('conflict', 'totp_already_enabled', 'A second factor is in force already; disable it first.'),

  notEnabled: () => errors.invalidField('totp_code', 'not_enabled', 'belongs to no second factor: none is set up'),
};
