import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { CurrentActor, Public, SignedIn } from '../../platform/access/rules.js';
import { matchesNone } from '../../platform/http/etag.js';
import { Produces } from '../../platform/http/produces.js';
import { StreamResponse } from '../../platform/http/responses/stream-response.js';
import { Tagged } from '../../platform/http/responses/versioned-view.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Request } from '../../platform/request/request.js';
import { CalendarService } from './calendar.service.js';
import { CalendarAddressView } from './calendar.view.js';

const CALENDAR = 'text/calendar; charset=utf-8';

@Controller()
export class CalendarController {
  constructor(private readonly calendars: CalendarService) {}

  /**
   * Make the address of your calendar, to which calendar programs subscribe. Whoever has it reads your calendar, so it is
   * shown only in this answer. You have one: the one before it leads nowhere from then on.
   */
  @Post('users/me/calendar')
  @SignedIn()
  async make(@CurrentActor() actor: Actor): Promise<CalendarAddressView> {
    return CalendarAddressView.of(await this.calendars.makeAddress(actor));
  }

  /** Revoke the address of your calendar. It leads nowhere from then on; where there is none, that is 404. */
  @Delete('users/me/calendar')
  @SignedIn()
  async revoke(@CurrentActor() actor: Actor): Promise<void> {
    await this.calendars.revokeAddress(actor);
  }

  /**
   * Read a calendar (RFC 5545) by its secret address: the tasks that are assigned to its owner, with a `due_on`, not done,
   * and in active projects, each as an event of a whole day. It is whole each time, so what is done or deleted is gone
   * from it. Of more than 2,000 tasks it has those that are due first. A task is the same event (`UID`) for ever.
   */
  @Get('calendar/:token.ics')
  @Public()
  @Tagged()
  @Produces(CALENDAR)
  async read(@Param('token') token: string, @Req() request: Request): Promise<StreamResponse> {
    const bytes = Buffer.from(await this.calendars.read(token));
    const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
    const unchanged = { ETag: etag, 'Cache-Control': 'private, no-cache' };
    if (matchesNone(request.headers['if-none-match'], etag)) return new StreamResponse(304, unchanged, null);
    const headers = {
      ...unchanged,
      'Content-Type': CALENDAR,
      'Content-Length': String(bytes.length),
      'Content-Disposition': 'inline; filename="fasttrack.ics"',
    };
    return new StreamResponse(200, headers, request.method === 'HEAD' ? null : Readable.from([bytes]));
  }
}
