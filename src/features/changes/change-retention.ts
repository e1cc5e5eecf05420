import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Every } from '../../platform/events/on.js';
import { ChangeRepository } from './change.repository.js';

const KEPT_DAYS = 30;
const BATCH = 5_000;
/** At most this many batches in one run, so that no transaction is long; the rest waits for the next run. */
const MAX_BATCHES = 10;

/**
 * Forgets old deletions, at the start and every hour.
 *
 * @spec SPEC-032.14
 */
@Injectable()
export class ChangeRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ChangeRetention.name);
  private first: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly changes: ChangeRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.first = this.db
      .outside(() => this.forget())
      .catch((error: unknown) => {
        this.logger.warn(`Old deletions are forgotten later: ${String(error)}`);
      });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.first;
  }

  @Every({ minutes: 60, as: 'forget-old-deletions' })
  async forget(): Promise<void> {
    for (let batches = 0; batches < MAX_BATCHES; batches++) {
      if ((await this.changes.forget(KEPT_DAYS, BATCH)) < BATCH) return;
    }
  }
}
