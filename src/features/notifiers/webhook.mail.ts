import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { mailText, onOneLine } from '../../platform/mail/mail-text.js';
import { CausedMails } from '../users/mails/caused-mails.service.js';
import type { PauseReason } from '../webhooks/webhook.entity.js';
import { WebhookPaused } from '../webhooks/webhook.events.js';
import { WebhookReaders } from './webhook-readers.js';

const REASONS: Record<PauseReason, string> = {
  gone: 'its receiver has answered that it is gone (status 410)',
  no_success: 'its receiver has not taken a delivery for five days',
};

/**
 * The same by mail.
 *
 * @spec SPEC-037.14
 */
@Injectable()
export class WebhookMail {
  constructor(
    private readonly readers: WebhookReaders,
    private readonly mails: CausedMails,
    private readonly config: Config,
  ) {}

  @On(WebhookPaused, { as: 'mail-paused-webhook', external: true, bulk: true })
  async tell(event: RecordedEvent<WebhookPaused>): Promise<void> {
    const { projectId, project, webhookId, reason } = event.data;
    for (const { userId } of await this.readers.of([projectId])) {
      await this.mails.send(event, userId, (name) => ({
        subject: `A webhook of “${onOneLine(project)}” was paused`,
        text: mailText`Hello ${name},

webhook ${String(webhookId)} of the project “${project}” was paused: ${REASONS[reason]}.

It is sent nothing from now on. What waits for it is kept; once the receiver works again, make the webhook active, and
replay what happened meanwhile. You find the project here:

${{ url: `${this.config.appUrl}/` }}
`,
      }));
    }
  }
}
