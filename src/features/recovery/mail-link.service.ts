import { Injectable } from '@nestjs/common';
import { Every } from '../../platform/events/on.js';
import { linkErrors } from '../../platform/mail/link.errors.js';
import { LinkTokens } from '../../platform/mail/link-tokens.js';
import type { MailLink } from './mail-link.entity.js';
import { MailLinkRepository } from './mail-link.repository.js';

interface LinkWish {
  userId: number;
  /** What it opens; a newer one for the same purpose replaces it. */
  purpose: string;
  minutes: number;
  email?: string;
  mostPerHour?: number;
  /** The person's `linkEpoch` when their wish was found to be theirs: whatever ended their links since ends this too. */
  epoch?: number;
}

/**
 * Links to the owner of an account that are sent by mail and work once (`LinkTokens`). Whatever changes the password,
 * the address or the state of an account, or ends all its sessions, ends all its links (`END_LINKS`).
 *
 * @spec SPEC-013.13, SPEC-013.32, SPEC-013.33
 */
@Injectable()
export class MailLinkService {
  constructor(
    private readonly links: MailLinkRepository,
    private readonly tokens: LinkTokens,
  ) {}

  /** Null where `mostPerHour` were made already, and where the person is not who they were when they asked. */
  async issue({ userId, purpose, email = '', ...bounds }: LinkWish): Promise<MailLink | null> {
    const { minutes, mostPerHour = null, epoch = null } = bounds;
    const link = { userId, purpose, ...this.tokens.issue(purpose), email: email || null };
    return this.links.issue(link, { minutes, mostPerHour, epoch });
  }

  /** Null for one that was used, has expired, was replaced or has ended. */
  async findGood(id: number): Promise<MailLink | null> {
    return this.links.findGood(id);
  }

  urlOf(link: MailLink, page: string): string {
    return this.tokens.urlOf(link.purpose, link, page);
  }

  /** @throws AppError `invalid_token_link` for one that is no good, or not the first to be used */
  async spend(purposes: readonly string[], token: string): Promise<MailLink> {
    const hash = this.tokens.hashOf(token);
    const link = hash && (await this.links.spend(purposes, hash));
    if (!link) throw linkErrors.invalidTokenLink();
    return link;
  }

  /** What it was spent for could not be done. */
  async giveBack({ id }: MailLink): Promise<void> {
    await this.links.giveBack(id);
  }

  @Every({ minutes: 10, as: 'clear-mail-links' })
  async clearOld(): Promise<void> {
    await this.links.clearOld();
  }
}
