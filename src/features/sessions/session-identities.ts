import { Injectable } from '@nestjs/common';
import type { Identity } from '../../platform/request/actor.js';
import { IdentitySource } from '../../platform/access/identities/identity-source.js';
import { SessionRepository } from './session.repository.js';

/** Tells the platform who is behind a session. */
@Injectable()
export class SessionIdentities extends IdentitySource {
  constructor(private readonly sessions: SessionRepository) {
    super();
  }

  load(sessionId: number): Promise<Identity | null> {
    return this.sessions.findIdentity(sessionId);
  }
}
