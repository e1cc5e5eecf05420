import { hiddenPolicy } from '../../platform/access/policy.js';
import type { ApiToken } from './api-token.entity.js';

/** Nobody learns whether somebody else has such a token. */
export const apiTokenPolicy = hiddenPolicy<ApiToken>('API token', ({ userId }) => userId);
