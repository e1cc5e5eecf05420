import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const feedErrors = {
  resyncRequired: () =>
    new AppError('gone', 'resync_required', 'Not all that came after this number is still known: begin again at 0.'),

  future: (lastSeq: number) =>
    errors.invalidField('since', 'too_large', `must be at most ${lastSeq}, the number of the newest change`, lastSeq),
};
