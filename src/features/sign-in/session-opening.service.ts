import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import type { SignInWay } from '../sessions/session.events.js';
import { SessionService } from '../sessions/session.service.js';
import { type TokenPair, TokenService } from '../sessions/tokens/token.service.js';
import { CredentialRepository, type VerifiedUser } from './passwords/credential.repository.js';

interface Opening {
  by: SignInWay;
  /** Spends what was shown, in the same transaction; false where it can't be spent any more. */
  claim?: () => Promise<boolean>;
}

/** The last step of every sign-in: a session with its first token pair. */
@Injectable()
export class SessionOpening {
  constructor(
    private readonly db: Database,
    private readonly credentials: CredentialRepository,
    private readonly sessions: SessionService,
    private readonly tokens: TokenService,
  ) {}

  /**
   * Null where the person was disabled, the password that was checked changed, or what they showed spent, since it was
   * looked at.
   */
  async open(
    visitor: Visitor,
    user: VerifiedUser,
    { by, claim }: Opening = { by: 'password' },
  ): Promise<TokenPair | null> {
    const issued = await this.db.transaction(async () => {
      if (claim && !(await claim())) return null;
      if (!(await this.credentials.signIn(user))) return null;
      return this.tokens.first(await this.sessions.start(visitor, user.id, by));
    });
    return issued && this.tokens.pair(issued);
  }
}
