import { SkipThrottle } from '@nestjs/throttler';

/**
 * On a controller or a method: it neither counts nor says `RateLimit`. For health, docs and public keys, nothing else.
 *
 * @spec SPEC-009.10
 */
export const Unlimited = () => SkipThrottle();
