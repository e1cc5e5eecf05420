import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const webhookErrors = {
  /** The same for an address and for a name that leads to one, so that nobody learns which names there are inside. */
  addressNotAllowed: () =>
    new AppError('invalid', 'address_not_allowed', 'This address may not be called: it leads into a private network.', {
      details: [{ field: 'url', code: 'format', message: 'leads to an address that is not public' }],
    }),

  notEncrypted: () => errors.invalidField('url', 'format', 'must begin with https://'),
};

mapConstraint('webhooks_project_fkey', () => errors.notFound('project'));
