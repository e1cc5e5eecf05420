import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Destinations } from '../../platform/outgoing/destinations.js';
import { webhookErrors } from './webhook.errors.js';

/**
 * Which addresses a webhook may have, judged when one is written; where a name leads is judged again at each delivery.
 *
 * @spec SPEC-037.20
 */
@Injectable()
export class WebhookAddresses {
  constructor(
    private readonly config: Config,
    private readonly destinations: Destinations,
  ) {}

  /** @throws AppError `validation_failed` without encryption in production, `address_not_allowed` */
  async require(text: string): Promise<void> {
    const url = new URL(text);
    if (this.config.isProduction && url.protocol !== 'https:') throw webhookErrors.notEncrypted();
    if (await this.destinations.isForbidden(url)) throw webhookErrors.addressNotAllowed();
  }
}
