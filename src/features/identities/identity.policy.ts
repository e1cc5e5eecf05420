import { hiddenPolicy } from '../../platform/access/policy.js';
import type { UserIdentity } from './identity.entity.js';

/** Nobody learns by what providers somebody else is known. */
export const identityPolicy = hiddenPolicy<UserIdentity>('identity', ({ userId }) => userId);
