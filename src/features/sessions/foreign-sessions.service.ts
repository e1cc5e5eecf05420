import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { PrivilegeService } from '../roles/privileges/privilege.service.js';
import { SessionEndings } from './session-endings.service.js';

/** Ends the sessions of others. */
@Injectable()
export class ForeignSessions {
  constructor(
    private readonly privileges: PrivilegeService,
    private readonly endings: SessionEndings,
  ) {}

  /** @throws AppError `forbidden` where the actor lacks a permission that the person has */
  endAllOf(actor: Actor, userId: number): Promise<void> {
    return this.privileges.inTurn(async () => {
      await this.privileges.requireOver(actor, 'update_user', userId);
      await this.endings.endAllOf(actor, userId);
    });
  }
}
