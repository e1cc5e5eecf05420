import type { Express } from 'express';
import { bareAddress } from './client-network.js';
import type { Request } from './request.js';

type Trust = (address: string, hop: number) => boolean;

/**
 * Sets `request.ip` to the nearest address that is not a trusted proxy (TRUST_PROXY), without a port. A forwarded value
 * that is not an address is ignored: the address of the proxy that sent it is used instead.
 *
 * @spec SPEC-009.22
 */
export function believeAddresses(application: Express): void {
  Object.defineProperty(application.request, 'ip', { get: callerAddress, configurable: true });
}

function callerAddress(this: Request): string | undefined {
  const trust = this.app.get('trust proxy fn') as Trust;
  const own = this.socket.remoteAddress;
  if (own === undefined || !trust(own, 0)) return own;
  let nearest = own;
  const hops = [this.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').reverse();
  for (const [index, hop] of hops.entries()) {
    const address = bareAddress(hop.trim());
    if (address === null) return nearest;
    nearest = address;
    if (!trust(address, index + 1)) return nearest;
  }
  return nearest;
}
