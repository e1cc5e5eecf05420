import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { errors } from '../../../platform/errors/errors.js';
import type { Actor } from '../../../platform/request/actor.js';
import { SecretBox } from '../../../platform/secrets/secret-box.js';
import type { Project } from '../../projects/project.entity.js';
import type { CreateWebhook } from '../webhook.dto.js';
import { MAX_WEBHOOKS, type Webhook } from '../webhook.entity.js';
import { WebhookRepository } from '../webhook.repository.js';

const BYTES = 32;
const PREFIX = 'whsec_';

/** The secrets of one webhook as they are stored. */
export interface SealedSecrets {
  webhookId: number;
  secret: Buffer;
  /** Null where there is none, or its time is over. */
  formerSecret: Buffer | null;
}

/** The only time that a secret is shown. */
export interface WithSecret {
  webhook: Webhook;
  secret: string;
}

const purpose = (webhookId: number) => `webhook ${webhookId}`;

/**
 * The secrets that sign what is sent. They are stored encrypted, because a hash could not sign.
 *
 * @spec SPEC-037.5, SPEC-037.6
 */
@Injectable()
export class WebhookSecrets {
  constructor(
    private readonly box: SecretBox,
    private readonly webhooks: WebhookRepository,
  ) {}

  /**
   * Adds a webhook with a secret. The caller holds the project, so that those who add some at once are counted.
   *
   * @throws AppError `limit_reached`
   */
  async add(writer: Actor, project: Project, { url, types, description = null }: CreateWebhook): Promise<WithSecret> {
    if ((await this.webhooks.countOf(project.id)) >= MAX_WEBHOOKS) throw errors.limitReached('webhooks', MAX_WEBHOOKS);
    const id = await this.webhooks.nextId();
    const { secret, sealed } = this.make(id);
    return {
      webhook: await this.webhooks.addTo(project, writer, { id, url, types, description, secret: sealed }),
      secret,
    };
  }

  /** Gives it a new one; the one before signs too, for a while. */
  async renew(writer: Actor, webhook: Webhook): Promise<WithSecret> {
    const { secret, sealed } = this.make(webhook.id);
    await this.webhooks.rotate(writer, webhook, sealed);
    return { webhook, secret };
  }

  /**
   * The keys of those that sign now, the newest first.
   *
   * @throws UnreadableSecret
   */
  async keysOf({ webhookId, secret, formerSecret }: SealedSecrets): Promise<Buffer[]> {
    const keys: Buffer[] = [];
    for (const sealed of [secret, formerSecret]) if (sealed) keys.push(await this.open(webhookId, sealed));
    return keys;
  }

  private make(webhookId: number): { secret: string; sealed: Buffer } {
    const secret = PREFIX + randomBytes(BYTES).toString('base64');
    return { secret, sealed: this.box.seal(purpose(webhookId), secret) };
  }

  private async open(webhookId: number, sealed: Buffer): Promise<Buffer> {
    const keep = (anew: Buffer) => this.webhooks.sealAnew(webhookId, sealed, anew);
    const text = await this.box.open(purpose(webhookId), sealed, keep);
    return Buffer.from(text.slice(PREFIX.length), 'base64');
  }
}
