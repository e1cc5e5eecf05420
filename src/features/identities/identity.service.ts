import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { Within } from '../../platform/events/on.js';
import { linkErrors } from '../../platform/mail/link.errors.js';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { AccountReclaimed } from '../sign-in/sign-in.events.js';
import { MAX_IDENTITIES, type UserIdentity } from './identity.entity.js';
import { IdentityLinked, IdentityUnlinked } from './identity.events.js';
import { IdentityRepository } from './identity.repository.js';

/** Who somebody is to a provider. */
export type ProviderSubject = Pick<UserIdentity, 'provider' | 'issuer' | 'subject'>;

/**
 * By what providers people are known.
 *
 * @spec SPEC-039.15, SPEC-039.16, SPEC-039.17
 */
@Injectable()
export class IdentityService {
  constructor(
    private readonly db: Database,
    private readonly identities: IdentityRepository,
    private readonly events: Events,
  ) {}

  listOf(userId: number, page: { after: number | null; limit: number }): Promise<UserIdentity[]> {
    return this.identities.listOf(userId, page);
  }

  /** Null for somebody whom nobody knows here. */
  async ownerOf({ issuer, subject }: ProviderSubject): Promise<number | null> {
    return (await this.identities.findBySubject(issuer, subject))?.userId ?? null;
  }

  /** Call inside the transaction that makes the account. */
  async addToNew(by: Visitor, userId: number, subject: ProviderSubject): Promise<void> {
    await this.add(by, userId, subject, 'registered');
  }

  /**
   * Links it to the account of somebody who began that signed in. Linked already, it stays so.
   *
   * @param epoch of their links when they began
   * @throws AppError `account_exists` where it belongs to another account, `limit_reached`, `invalid_token_link` where
   *   the account has changed since
   */
  link(by: Visitor, { userId, epoch }: { userId: number; epoch: number }, subject: ProviderSubject): Promise<void> {
    return this.db.transaction(async () => {
      if (!(await this.identities.hold(userId, epoch))) throw linkErrors.invalidTokenLink();
      if ((await this.ownerOf(subject)) === userId) return;
      if ((await this.identities.countOf(userId)) >= MAX_IDENTITIES)
        throw errors.limitReached('identities', MAX_IDENTITIES);
      await this.add(by, userId, subject, 'linked');
    });
  }

  /** @throws AppError `not_found` where it was removed meanwhile */
  async unlink(actor: Actor, identity: UserIdentity): Promise<void> {
    await this.db.transaction(async () => {
      await this.identities.hold(identity.userId, null);
      if (!(await this.identities.removeOf(identity))) throw errors.notFound('identity');
      await this.events.record(actor, new IdentityUnlinked(about(identity)));
    });
  }

  /** Whoever linked them had not shown that the address is theirs. */
  @Within(AccountReclaimed)
  async removeUnproven(_by: Visitor | null, { data: { userId } }: AccountReclaimed): Promise<void> {
    await this.identities.removeAllOf(userId);
  }

  private async add(by: Visitor, userId: number, subject: ProviderSubject, how: 'registered' | 'linked') {
    const identity = await this.identities.keep({ userId, ...subject });
    await this.events.record(by, new IdentityLinked({ ...about(identity), how }));
  }
}

function about({ id: identityId, userId, provider, issuer }: UserIdentity) {
  return { userId, identityId, provider, issuer };
}
