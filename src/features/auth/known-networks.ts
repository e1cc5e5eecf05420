import { Injectable } from '@nestjs/common';
import { clientNetwork } from '../../platform/request/client-network.js';
import { UserService } from '../users/user.service.js';
import { SessionRepository } from './session.repository.js';

/** The networks from which a person has signed in recently. Attempts from there are not throttled. */
@Injectable()
export class KnownNetworks {
  constructor(
    private readonly users: UserService,
    private readonly sessions: SessionRepository,
  ) {}

  async includes(email: string, ip: string): Promise<boolean> {
    const user = await this.users.findByEmail(email);
    if (!user) return false;
    const network = clientNetwork(ip);
    return (await this.sessions.listPlaces(user.id)).some((place) => clientNetwork(place) === network);
  }
}
