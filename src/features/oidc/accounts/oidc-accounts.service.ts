import { Injectable } from '@nestjs/common';
import type { OidcProvider } from '../../../platform/config/oidc.js';
import { Database } from '../../../platform/database/database.js';
import { AppError } from '../../../platform/errors/app-error.js';
import type { Visitor } from '../../../platform/request/actor.js';
import { IdentityService } from '../../identities/identity.service.js';
import type { Claims } from '../../providers/claims.dto.js';
import type { User } from '../../users/user.entity.js';
import { UserService } from '../../users/user.service.js';
import { OidcRegistration } from './oidc-registration.js';
import { oidcErrors } from '../oidc.errors.js';

/**
 * Whose account it is that a provider speaks of: one that it is linked to, or a new one. An address alone links nothing.
 *
 * @spec SPEC-039.10, SPEC-039.11, SPEC-039.12, SPEC-039.13
 */
@Injectable()
export class OidcAccounts {
  constructor(
    private readonly db: Database,
    private readonly identities: IdentityService,
    private readonly users: UserService,
    private readonly registration: OidcRegistration,
  ) {}

  /** @throws AppError `account_exists`, `registration_closed` */
  async find(visitor: Visitor, provider: OidcProvider, claims: Claims): Promise<User> {
    const known = await this.known(provider, claims);
    if (known) return known;
    const { email } = claims;
    if (email === null) throw oidcErrors.noAddress();
    try {
      if (await this.users.findByEmail(email)) throw oidcErrors.accountExists();
      return await this.make(visitor, provider, claims, email);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'conflict') throw error;
      // The account that is in the way may be the one that the same person has just been given, at another page.
      const faster = await this.known(provider, claims);
      if (faster) return faster;
      throw oidcErrors.accountExists();
    }
  }

  private async known({ id: provider }: OidcProvider, { issuer, subject }: Claims): Promise<User | null> {
    const userId = await this.identities.ownerOf({ provider, issuer, subject });
    return userId === null ? null : this.users.find(userId);
  }

  private async make(visitor: Visitor, provider: OidcProvider, claims: Claims, email: string): Promise<User> {
    const draft = await this.registration.draftOf(provider, claims, email);
    const { issuer, subject } = claims;
    return this.db.transaction(async () => {
      const user = await this.users.add(visitor, draft);
      await this.identities.addToNew(visitor, user.id, { provider: provider.id, issuer, subject });
      return user;
    });
  }
}
