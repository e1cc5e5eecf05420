import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Config } from '../config/config.js';

type Address = ReturnType<typeof ipaddr.parse>;
type Network = [address: Address, prefix: number];

/**
 * Which addresses the program may call when somebody else has chosen them: public ones, and those of
 * `WEBHOOK_ALLOWED_NETWORKS`.
 *
 * @spec SPEC-037.20
 */
@Injectable()
export class AllowedAddresses {
  private readonly networks: Network[];

  constructor({ webhookAllowedNetworks }: Config) {
    this.networks = webhookAllowedNetworks.map(toNetwork);
  }

  /** False also for what is no address. */
  allows(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.parse(text);
    return address.range() === 'unicast' || spellingsOf(address).some((one) => this.isListed(one));
  }

  private isListed(address: Address): boolean {
    return this.networks.some(
      ([network, prefix]) => network.kind() === address.kind() && address.match(network, prefix),
    );
  }
}

function toNetwork(text: string): Network {
  const [base = '', prefix] = text.split('/');
  const address = ipaddr.parse(base);
  return [address, prefix === undefined ? 8 * address.toByteArray().length : Number(prefix)];
}

/** An IPv4 address that is written as an IPv6 one leads to the same machine. */
function spellingsOf(address: Address): Address[] {
  const isMapped = 'isIPv4MappedAddress' in address && address.isIPv4MappedAddress();
  return isMapped ? [address, address.toIPv4Address()] : [address];
}
