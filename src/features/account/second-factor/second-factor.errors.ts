import { AppError } from '../../../platform/errors/app-error.js';
import { errors } from '../../../platform/errors/errors.js';

const refused = (code: string, message: string) => new AppError('unauthenticated', code, message);

export const secondFactorErrors = {
  codeRequired: () => refused('totp_required', 'This account has a second factor: send totp_code or backup_code.'),

  wrongCode: () => refused('invalid_totp', 'This code is not valid, or was used before.'),

  unreadable: () =>
    refused(
      'totp_unreadable',
      'The secret of this second factor can no longer be read; use a backup code, or ask an administrator to switch it off.',
    ),

  noCode: () => errors.invalidField('totp_code', 'required', 'is required, or backup_code instead of it'),

  twoCodes: () => errors.invalidField('backup_code', 'unknown_field', 'does not go together with totp_code'),

  ownFactor: () =>
    errors.forbidden({
      field: 'id',
      code: 'self',
      message: 'To disable your own second factor, use DELETE /users/me/totp.',
    }),

  alreadyEnabled: () =>
    new AppError('conflict', 'totp_already_enabled', 'A second factor is enabled already: disable it first.'),

  notEnabled: () => errors.invalidField('totp_code', 'unknown', 'belongs to no second factor: none is set up'),
};
