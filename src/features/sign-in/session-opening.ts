import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import type { User } from '../users/user.entity.js';
import { CredentialRepository } from './credential.repository.js';
import { SessionService } from '../sessions/session.service.js';
import { type TokenPair, TokenService } from '../sessions/token.service.js';

/** The last step of a sign-in: a session with its first token pair. */
@Injectable()
export class SessionOpening {
  constructor(
    private readonly db: Database,
    private readonly credentials: CredentialRepository,
    private readonly sessions: SessionService,
    private readonly tokens: TokenService,
  ) {}

  /** Null where the password was changed, or the person disabled, since they were checked. */
  async open(visitor: Visitor, user: User): Promise<TokenPair | null> {
    const issued = await this.db.transaction(async () => {
      if (!(await this.credentials.signIn(user))) return null;
      return this.tokens.first(await this.sessions.start(visitor, user.id));
    });
    return issued && this.tokens.pair(issued);
  }
}
