import type { Express } from 'express';
import { bareAddress } from './client-network.js';
import type { Request } from './request.js';

type Trust = (address: string, hop: number) => boolean;

/**
 * Makes `request.ip` the nearest address that no trusted proxy stands before (TRUST_PROXY), as a bare address everywhere:
 * a port is left off, and what is no address is not believed, so that the proxy which sent it counts instead.
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
