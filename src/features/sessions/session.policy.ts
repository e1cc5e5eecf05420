import { hiddenPolicy } from '../../platform/access/policy.js';
import type { Session } from './session.entity.js';

/** Nobody learns whether somebody else has such a session. */
export const sessionPolicy = hiddenPolicy<Session>('session', ({ userId }) => userId);
