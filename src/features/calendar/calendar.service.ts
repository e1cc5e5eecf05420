import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../platform/access/access-errors.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { Within } from '../../platform/events/on.js';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { bytesOfBase64url } from '../../platform/secrets/base64url.js';
import { AccountReclaimed } from '../sign-in/sign-in.events.js';
import { calendarOf } from './calendar-file.js';
import { CalendarAddressCreated, CalendarAddressRevoked } from './calendar.events.js';
import { CalendarRepository } from './calendar.repository.js';

const TOKEN_BYTES = 32;

/** @spec SPEC-044 */
@Injectable()
export class CalendarService {
  constructor(
    private readonly db: Database,
    private readonly calendars: CalendarRepository,
    private readonly events: Events,
    private readonly config: Config,
  ) {}

  /**
   * The address of the actor's calendar, from now on: the one before it leads nowhere.
   *
   * @throws AppError `token_revoked` where the session has ended meanwhile
   */
  async makeAddress(actor: Actor): Promise<string> {
    const token = randomBytes(TOKEN_BYTES);
    await this.db.transaction(async () => {
      if (!(await this.calendars.keep(actor, hashOf(token)))) throw accessErrors.tokenRevoked();
      await this.events.record(actor, new CalendarAddressCreated({ userId: actor.id }));
    });
    return `${this.config.publicUrl}/calendar/${token.toString('base64url')}.ics`;
  }

  /** @throws AppError `not_found` where there is no address */
  async revokeAddress(actor: Actor): Promise<void> {
    await this.db.transaction(async () => {
      if (!(await this.calendars.revoke(actor.id))) throw errors.notFound('calendar address');
      await this.events.record(actor, new CalendarAddressRevoked({ userId: actor.id }));
    });
  }

  /** Whoever made it had not shown that the address of the account is theirs. */
  @Within(AccountReclaimed)
  async revokeUnproven(_by: Visitor | null, { data: { userId } }: AccountReclaimed): Promise<void> {
    await this.calendars.revoke(userId);
  }

  /** @throws AppError `not_found` for a token that is none, or no longer */
  async read(token: string): Promise<string> {
    const bytes = bytesOfBase64url(token);
    const owner = bytes?.length === TOKEN_BYTES ? await this.calendars.findOwner(hashOf(bytes)) : null;
    if (!owner) throw errors.notFound('calendar');
    const { appUrl, publicUrl } = this.config;
    const tasks = await this.calendars.listDue(owner.id);
    return calendarOf(`fasttrack: ${owner.name}`, tasks, { appUrl, host: new URL(publicUrl).hostname });
  }
}

function hashOf(token: Buffer): Buffer {
  return createHash('sha256').update(token).digest();
}
