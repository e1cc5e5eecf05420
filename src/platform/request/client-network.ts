import { isIP, isIPv4 } from 'node:net';
import { normalizeIp } from '@nestjs/throttler';

const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/;

/**
 * The key by which an address is limited: an IPv4 address itself, also if it is mapped into IPv6 (RFC 4291 §2.5.5.2);
 * the /64 of an IPv6 address, because one subscriber gets at least that much (RFC 6177). A port that a proxy has
 * appended is ignored; all values that are not addresses share the key `unknown`.
 *
 * @spec SPEC-009.5
 */
export function clientNetwork(address: string | undefined): string {
  if (address !== undefined && isIPv4(address)) return address;
  const bare = address === undefined ? null : bareAddress(address);
  return bare === null ? 'unknown' : normalizeIp(bare);
}

/** The address without the port that a proxy has left on; null for what is none. */
export function bareAddress(text: string): string | null {
  const [, bracketed, dotted] = isIP(text) ? [] : (WITH_PORT.exec(text) ?? []);
  const bare = bracketed ?? dotted ?? text;
  return isIP(bare) ? bare : null;
}
