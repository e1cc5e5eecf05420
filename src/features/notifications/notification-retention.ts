import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Every } from '../../platform/events/on.js';
import { NotificationRepository } from './notification.repository.js';

const BATCH = 5_000;
/** At most this many batches in one run, so that no transaction is long; the rest waits for the next run. */
const MAX_BATCHES = 10;

/** @spec SPEC-010.25 */
@Injectable()
export class NotificationRetention {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly config: Config,
  ) {}

  @Every({ minutes: 10, as: 'clear-old-notifications' })
  async clear(): Promise<void> {
    const days = this.config.notificationRetentionDays;
    for (let batches = 0; batches < MAX_BATCHES; batches++) {
      if ((await this.notifications.clearOlderThan(days, BATCH)) < BATCH) return;
    }
  }
}
