import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { AllowedAddresses } from './allowed-addresses.js';
import { NameResolver } from './name-resolver.js';
import { OutgoingFailure } from './outgoing-failure.js';

/** How long whoever gives a name waits for its addresses; it is looked up again before anything is sent there. */
const LOOK_MS = 2_000;

/**
 * Where the host of a URL is. A name is as good as its worst address: one that has a public and a private one is refused.
 *
 * @spec SPEC-037.20, SPEC-037.21
 */
@Injectable()
export class Destinations {
  constructor(
    private readonly names: NameResolver,
    private readonly addresses: AllowedAddresses,
  ) {}

  /** Whether it leads to an address that may not be called; a name that can't be resolved now does not. */
  async isForbidden(url: URL): Promise<boolean> {
    const found = await Promise.race([this.addressesOf(url).catch(() => []), nothingAfter(LOOK_MS)]);
    return found.some((address) => !this.addresses.allows(address));
  }

  /**
   * The addresses to which to connect, without resolving the name again.
   *
   * @throws OutgoingFailure
   */
  async locate(url: URL): Promise<string[]> {
    const found = await this.addressesOf(url).catch((error: unknown) => {
      throw new OutgoingFailure(`The name could not be resolved: ${(error as Error).message}`);
    });
    if (found.length === 0) throw new OutgoingFailure('The name has no address.');
    if (!found.every((address) => this.addresses.allows(address))) throw new OutgoingFailure('address_not_allowed');
    return found;
  }

  private async addressesOf({ hostname }: URL): Promise<string[]> {
    const host = hostname.replace(/^\[|\]$/g, '');
    return isIP(host) ? [host] : this.names.resolve(host);
  }
}

function nothingAfter(milliseconds: number): Promise<string[]> {
  return new Promise((resolve) => setTimeout(() => resolve([]), milliseconds).unref());
}
