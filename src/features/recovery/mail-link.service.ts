import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Every } from '../../platform/events/on.js';
import { bytesOfBase64url } from '../../platform/secrets/base64url.js';
import { type DerivedKeys, deriveKeys } from '../../platform/secrets/derived-keys.js';
import type { MailLink } from './mail-link.entity.js';
import { MailLinkRepository } from './mail-link.repository.js';
import { recoveryErrors } from './recovery.errors.js';

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
 * Links that are sent by mail and work once. The token is derived from the row's salt and `SECRET_KEY`: the database
 * has only its hash, and whoever sends the mail later, or again, needs nothing but the row. Whatever changes the password,
 * the address or the state of an account, or ends all its sessions, ends all its links (`END_LINKS`).
 *
 * @spec SPEC-013.13, SPEC-013.15, SPEC-013.32, SPEC-013.33
 */
@Injectable()
export class MailLinkService {
  private readonly keys: DerivedKeys;
  private readonly base: string;

  constructor(
    private readonly links: MailLinkRepository,
    config: Config,
  ) {
    this.keys = deriveKeys(config, 'mail link');
    this.base = config.appUrl;
  }

  /** Null where `mostPerHour` were made already, and where the person is not who they were when they asked. */
  async issue({ userId, purpose, email = '', ...bounds }: LinkWish): Promise<MailLink | null> {
    const salt = randomBytes(32);
    const tokenHash = hashOf(tokenOf(this.keys.current, purpose, salt));
    const { minutes, mostPerHour = null, epoch = null } = bounds;
    const link = { userId, purpose, salt, tokenHash, email: email || null };
    return this.links.issue(link, { minutes, mostPerHour, epoch });
  }

  /** Null for one that was used, has expired, was replaced or has ended. */
  async findGood(id: number): Promise<MailLink | null> {
    return this.links.findGood(id);
  }

  /** In the fragment, which a browser sends to nobody. A link that was made under the previous key keeps its token. */
  urlOf({ purpose, salt, tokenHash }: MailLink, page: string): string {
    const tokens = this.keys.all.map((key) => tokenOf(key, purpose, salt));
    const token = tokens.find((one) => hashOf(one).equals(tokenHash));
    if (!token) throw new Error('This link was made under a SECRET_KEY that is gone.');
    return `${this.base}/${page}#token=${token.toString('base64url')}`;
  }

  /** @throws AppError `invalid_token_link` for one that is no good, or not the first to be used */
  async spend(purposes: readonly string[], token: string): Promise<MailLink> {
    const bytes = bytesOfBase64url(token);
    const link = bytes && (await this.links.spend(purposes, hashOf(bytes)));
    if (!link) throw recoveryErrors.invalidTokenLink();
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

function tokenOf(key: Buffer, purpose: string, salt: Buffer): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n`).update(salt).digest();
}

function hashOf(token: Buffer): Buffer {
  return createHash('sha256').update(token).digest();
}
