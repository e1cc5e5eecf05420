import { applyDecorators, SetMetadata } from '@nestjs/common';
import { SkipThrottle } from '@nestjs/throttler';

const UNLIMITED = 'fasttrack:unlimited';

/**
 * On a controller or a method: it neither counts nor says `RateLimit`. For health, docs and public keys, nothing else.
 *
 * @spec SPEC-009.10
 */
export const Unlimited = () => applyDecorators(SkipThrottle(), SetMetadata(UNLIMITED, true));

export function isUnlimited(...declared: object[]): boolean {
  return declared.some((target) => Reflect.getMetadata(UNLIMITED, target) === true);
}
