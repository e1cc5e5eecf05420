import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import { authErrors } from './auth.errors.js';
import { PasswordChanged } from './auth.events.js';
import { CredentialRepository } from './credential.repository.js';
import { SessionService } from './session.service.js';

interface Replacement {
  userId: number;
  /** From `NewPasswords`. */
  hash: string;
  how: PasswordChanged['data']['how'];
  /** The hash that the owner's current password was checked against; another one since then stays. */
  confirmedHash?: string;
  /** The session that goes on, where the owner changes it in one. */
  exceptSessionId?: number;
}

/** Gives a person another password. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly db: Database,
    private readonly credentials: CredentialRepository,
    private readonly sessions: SessionService,
    private readonly events: Events,
  ) {}

  /**
   * The person is locked first, as at sign-in: no session of the old password begins after all have ended.
   *
   * @throws AppError `invalid_credentials` where the confirmed password is no longer the one
   */
  async replace(by: Visitor, { userId, hash, how, ...where }: Replacement): Promise<void> {
    await this.db.transaction(async () => {
      const isReplaced = await this.credentials.replace(userId, hash, where.confirmedHash ?? null);
      if (!isReplaced) throw authErrors.wrongPassword();
      await this.sessions.endAll(userId, { exceptId: where.exceptSessionId ?? null });
      await this.events.record(by, new PasswordChanged({ userId, how }));
    });
  }
}
