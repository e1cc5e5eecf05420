import type { Request } from './request.js';

/**
 * The value of a cookie, exactly as it was sent (RFC 6265 §4.2): nothing is decoded, unquoted or cut off. Of two with one name, the
 * first one counts.
 *
 * @returns undefined where there is none of this name
 */
export function cookieIn({ headers }: Pick<Request, 'headers'>, name: string): string | undefined {
  const own = headers.cookie?.split(';').find((pair) => pair.trimStart().startsWith(`${name}=`));
  return own?.trim().slice(name.length + 1);
}
