import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const deliveryErrors = {
  replayRuns: () =>
    new AppError('conflict', 'limit_reached', 'A replay of this webhook is not done yet: one at a time is possible.'),

  untilBeforeSince: () => errors.invalidField('until', 'too_small', 'must not be before since'),
};

mapConstraint('webhook_deliveries_webhook_fkey', () => errors.notFound('webhook'));
mapConstraint('webhook_replays_webhook_fkey', () => errors.notFound('webhook'));
