import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Every } from '../../platform/events/on.js';
import { authErrors } from './auth.errors.js';
import type { MailLink } from './mail-link.entity.js';
import { MailLinkRepository } from './mail-link.repository.js';

interface LinkWish {
  userId: number;
  /** What it opens; a newer one for the same purpose replaces it. */
  purpose: string;
  minutes: number;
  email?: string;
  mostPerHour?: number;
}

/**
 * Links that are sent by mail and work once. The token is derived from the row's salt and `SECRET_KEY`: the database
 * has only its hash, and whoever sends the mail later, or again, needs nothing but the row.
 *
 * @spec SPEC-013.13, SPEC-013.15
 */
@Injectable()
export class MailLinkService {
  private readonly key: Buffer;
  private readonly base: string;

  constructor(
    private readonly links: MailLinkRepository,
    config: Config,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', config.secretKey, '', 'fasttrack mail link', 32));
    this.base = config.appUrl;
  }

  /** Null where `mostPerHour` were made already. */
  async make({ userId, purpose, minutes, email, mostPerHour }: LinkWish): Promise<MailLink | null> {
    const salt = randomBytes(32);
    const tokenHash = hashOf(this.token(purpose, salt));
    const link = { userId, purpose, salt, tokenHash, email: email ?? null };
    return this.links.insert(link, minutes, mostPerHour ?? null);
  }

  /** Null for one that was used, has expired or was replaced. */
  async findGood(id: number): Promise<MailLink | null> {
    return this.links.findGood(id);
  }

  /** In the fragment, which a browser sends to nobody. */
  urlOf({ purpose, salt }: MailLink, page: string): string {
    return `${this.base}/${page}#token=${this.token(purpose, salt).toString('base64url')}`;
  }

  /** @throws AppError `invalid_token_link` for one that is no good, or not the first to be used */
  async spend(purpose: string, token: string): Promise<MailLink> {
    const link = await this.links.spend(purpose, hashOf(Buffer.from(token, 'base64url')));
    if (!link) throw authErrors.invalidTokenLink();
    return link;
  }

  /** What it was spent for could not be done. */
  async giveBack({ id }: MailLink): Promise<void> {
    await this.links.giveBack(id);
  }

  @Every({ minutes: 10 })
  async clearOld(): Promise<void> {
    await this.links.clearOld();
  }

  private token(purpose: string, salt: Buffer): Buffer {
    return createHmac('sha256', this.key).update(`${purpose}\n`).update(salt).digest();
  }
}

function hashOf(token: Buffer): Buffer {
  return createHash('sha256').update(token).digest();
}
