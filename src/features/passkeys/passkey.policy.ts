import { hiddenPolicy } from '../../platform/access/policy.js';
import type { Passkey } from './passkey.entity.js';

/** Nobody learns whether somebody else has such a passkey. */
export const passkeyPolicy = hiddenPolicy<Passkey>('passkey', ({ userId }) => userId);
