import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../../platform/request/actor.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { AccountReclaimed, PasswordChanged } from '../sign-in.events.js';
import { CredentialRepository, type Proof } from './credential.repository.js';
import { SessionEndings } from '../../sessions/session-endings.service.js';

interface Replacement extends Proof {
  userId: number;
  /** From `NewPasswords`. */
  hash: string;
  how: PasswordChanged['data']['how'];
  /** The session that goes on, where the owner changes it in one. */
  exceptSessionId?: number;
}

/**
 * Sets a new password.
 *
 * @spec SPEC-013.47
 */
@Injectable()
export class PasswordService {
  constructor(
    private readonly db: Database,
    private readonly credentials: CredentialRepository,
    private readonly sessions: SessionEndings,
    private readonly events: Events,
  ) {}

  /** Undefined if the account was deleted. */
  currentHash(userId: number): Promise<string | undefined> {
    return this.credentials.findHash(userId);
  }

  /**
   * The person is locked first, as at sign-in: no session of the old password begins after all have ended.
   * False where the proof no longer holds, and nothing has changed.
   */
  async replace(by: Visitor, { userId, hash, how, exceptSessionId, ...proof }: Replacement): Promise<boolean> {
    return this.db.transaction(async () => {
      const replaced = await this.credentials.replace(userId, hash, proof);
      if (!replaced) return false;
      await this.sessions.endAll(userId, { exceptId: exceptSessionId ?? null });
      await this.events.record(by, new PasswordChanged({ userId, how }));
      if (replaced.isFirstProof) await this.events.record(by, new AccountReclaimed({ userId }));
      return true;
    });
  }
}
