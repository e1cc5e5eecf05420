import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import { Every } from '../../platform/events/on.js';
import type { PauseReason } from './webhook.entity.js';
import { WebhookPaused } from './webhook.events.js';
import { type Listening, WebhookRepository } from './webhook.repository.js';

const BATCH = 200;

/**
 * How the webhooks are: which of them listen, and which are paused because nobody takes what is sent.
 *
 * @spec SPEC-037.13, SPEC-037.14
 */
@Injectable()
export class WebhookHealth {
  constructor(
    private readonly db: Database,
    private readonly webhooks: WebhookRepository,
    private readonly events: Events,
  ) {}

  /** The active webhooks of these projects. */
  listening(projectIds: readonly number[]): Promise<Listening[]> {
    return projectIds.length === 0 ? Promise.resolve([]) : this.webhooks.listening(projectIds);
  }

  noteSuccess(id: number): Promise<void> {
    return this.webhooks.noteSuccess(id);
  }

  /** A receiver that says that it is gone is not asked again. */
  async noteFailure(id: number, { isGone }: { isGone: boolean }): Promise<void> {
    await this.webhooks.noteFailure(id);
    if (isGone) await this.pause(id, 'gone');
  }

  @Every({ minutes: 1, as: 'pause-failing-webhooks' })
  async pauseFailing(): Promise<void> {
    for (const id of await this.webhooks.listFailing(BATCH)) await this.pause(id, 'no_success');
  }

  private async pause(id: number, reason: PauseReason): Promise<void> {
    await this.db.transaction(async () => {
      const paused = await this.webhooks.pause(id, reason);
      if (paused) await this.events.record(null, new WebhookPaused({ ...paused, reason }));
    });
  }
}
