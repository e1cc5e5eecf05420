import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { Events } from '../../platform/events/events.js';
import { Every, On } from '../../platform/events/on.js';
import { Clock } from '../../platform/time/clock.js';
import { dayIn, hourIn, isTimeZone } from '../../platform/time/time-zone.js';
import { UserTimeZoneChanged } from '../users/user.events.js';
import { DIGEST_HOUR } from './digest.entity.js';
import { DigestDue } from './digest.events.js';
import { type LocalDay, DigestRunRepository } from './digest-run.repository.js';

/** How many people are looked at in one step, and how many steps there are in one run; the rest waits for the next. */
const BATCH = 500;
const MAX_STEPS = 30;

/** A day is no longer anybody's after this. */
const KEEP_MS = 4 * 86_400_000;

/**
 * Finds those for whom it is morning: in each time zone once a day from eight on, or later, when no instance ran then.
 *
 * @spec SPEC-026.11, SPEC-026.12, SPEC-026.13, SPEC-026.15
 */
@Injectable()
export class DigestScheduler {
  constructor(
    private readonly db: Database,
    private readonly runs: DigestRunRepository,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  @Every({ seconds: 15, as: 'begin-mornings' })
  async begin(): Promise<void> {
    await this.db.transaction(async () => {
      let steps = 0;
      for (const run of await this.runs.open(await this.days())) {
        for (; steps < MAX_STEPS; steps++) {
          const userIds = await this.runs.serveNext(run, BATCH);
          if (!userIds) break;
          await this.events.recordAll(userIds.map((userId) => new DigestDue({ userId, day: run.day })));
        }
      }
    });
  }

  /** The run of the new zone may be over: who comes later is looked at by themselves. */
  @On(UserTimeZoneChanged, { as: 'begin-morning-elsewhere' })
  async follow({ data: { userId, new: timeZone } }: RecordedEvent<UserTimeZoneChanged>): Promise<void> {
    const [run] = morningsAt(this.clock.now(), [timeZone]);
    if (!run || !(await this.runs.serveOne(userId, run.day))) return;
    await this.events.recordAll([new DigestDue({ userId, day: run.day })]);
  }

  @Every({ minutes: 60, as: 'forget-mornings' })
  async forget(): Promise<void> {
    await this.runs.forgetBefore(dayIn('UTC', new Date(this.clock.now().getTime() - KEEP_MS)));
  }

  private async days(): Promise<LocalDay[]> {
    return morningsAt(this.clock.now(), await this.runs.zones());
  }
}

/** Those of the zones where it is past eight, and the day there. One that is not known any more goes by UTC. */
function morningsAt(now: Date, zones: readonly string[]): LocalDay[] {
  return zones.flatMap((timeZone) => {
    const known = isTimeZone(timeZone) ? timeZone : 'UTC';
    return hourIn(known, now) < DIGEST_HOUR ? [] : [{ timeZone, day: dayIn(known, now) }];
  });
}
