/** What a program needs to take `comingFrom` at its word: one proxy stands before it, which is the load itself. */
export const BEHIND_PROXY = { TRUST_PROXY: '1' };

/**
 * Headers of a client in a network of its own. What one network may have under way at once is bounded, and a load that
 * stands for many people must not come from one.
 */
export function comingFrom(nth) {
  return { 'X-Forwarded-For': `10.${(nth >> 16) & 255}.${(nth >> 8) & 255}.${nth & 255}` };
}
