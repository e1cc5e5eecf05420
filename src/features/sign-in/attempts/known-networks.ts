import { Injectable } from '@nestjs/common';
import { clientNetwork } from '../../../platform/request/client-network.js';
import { SessionService } from '../../sessions/session.service.js';
import { UserService } from '../../users/user.service.js';

/** The networks from which a person has signed in recently. Attempts from there are not throttled. */
@Injectable()
export class KnownNetworks {
  constructor(
    private readonly users: UserService,
    private readonly sessions: SessionService,
  ) {}

  async includes(email: string, ip: string): Promise<boolean> {
    const user = await this.users.findByEmail(email);
    if (!user) return false;
    const network = clientNetwork(ip);
    return (await this.sessions.addressesOf(user.id)).some((address) => clientNetwork(address) === network);
  }
}
