import { applyDecorators, SetMetadata } from '@nestjs/common';
import { SkipThrottle } from '@nestjs/throttler';

const UNLIMITED = 'fasttrack:unlimited';

/**
 * Excludes a controller or a method from the rate limit and its headers. Only for health, docs and public keys.
 *
 * @spec SPEC-009.10
 */
export const Unlimited = () => applyDecorators(SkipThrottle(), SetMetadata(UNLIMITED, true));

export function isUnlimited(...declared: object[]): boolean {
  return declared.some((target) => Reflect.getMetadata(UNLIMITED, target) === true);
}
