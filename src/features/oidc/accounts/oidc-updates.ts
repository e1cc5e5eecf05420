import { Injectable, Logger } from '@nestjs/common';
import { emailKey } from '../../../platform/addresses/email-address.js';
import type { OidcProvider } from '../../../platform/config/oidc.js';
import { AppError } from '../../../platform/errors/app-error.js';
import type { Visitor } from '../../../platform/request/actor.js';
import { EmailConfirmationService } from '../../account/email-confirmation.service.js';
import type { Claims } from '../../providers/claims.dto.js';
import { UserAdministration } from '../../users/administration/user-administration.service.js';
import type { User } from '../../users/user.entity.js';
import { UserService } from '../../users/user.service.js';
import { rolesAfter } from './provider-roles.js';

/**
 * What a provider says anew of somebody with each sign-in: roles, and that an address is theirs.
 *
 * @spec SPEC-039.13, SPEC-039.14
 */
@Injectable()
export class OidcUpdates {
  private readonly logger = new Logger('OIDC');

  constructor(
    private readonly users: UserService,
    private readonly administration: UserAdministration,
    private readonly confirmations: EmailConfirmationService,
  ) {}

  async confirmAddress(by: Visitor, user: User, { email, isEmailVerified }: Claims): Promise<void> {
    if (!isEmailVerified || email === null || user.emailConfirmedAt !== null) return;
    if (emailKey(email) === user.emailKey) await this.confirmations.confirm(by, user.id);
  }

  /** Roles that there aren't are passed over; the last administrator stays one. */
  async setRoles(by: Visitor, user: User, provider: OidcProvider, { roleValues }: Claims): Promise<void> {
    if (provider.rolesClaim === null) return;
    const known = new Set(await this.users.rolesAmong([...provider.roles.keys()]));
    const missing = [...provider.roles.keys()].filter((role) => !known.has(role));
    if (missing.length > 0) this.logger.warn(`There are no roles ${missing.join(', ')}, which ${provider.id} gives.`);
    const roles = new Map([...provider.roles].filter(([role]) => known.has(role)));
    const rolesOf = (held: readonly string[]) => rolesAfter(held, { roles }, roleValues);
    if (rolesOf(user.roles).join('\n') !== user.roles.join('\n')) await this.assign(by, user, rolesOf);
  }

  private async assign(by: Visitor, user: User, rolesOf: (held: readonly string[]) => string[]): Promise<void> {
    try {
      await this.administration.assignRoles(by, user, rolesOf);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'last_admin') throw error;
      this.logger.warn('The last administrator stays one, whatever their provider says.');
    }
  }
}
