import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { OidcProvider } from '../../../platform/config/oidc.js';
import { PasswordHasher } from '../../../platform/passwords/password-hasher.js';
import type { Claims } from '../../providers/claims.dto.js';
import { type NewUser, UserService } from '../../users/user.service.js';
import { oidcErrors } from '../oidc.errors.js';
import { rolesAfter } from './provider-roles.js';

const DEFAULT_ROLES = ['user'];

/**
 * What account somebody gets who comes from a provider for the first time, if any.
 *
 * @spec SPEC-039.12, SPEC-039.13
 */
@Injectable()
export class OidcRegistration {
  constructor(
    private readonly config: Config,
    private readonly users: UserService,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws AppError `registration_closed` */
  async draftOf(provider: OidcProvider, claims: Claims, email: string): Promise<NewUser> {
    const isOpen = provider.registration ?? this.config.registration === 'open';
    if (!isOpen) throw oidcErrors.registrationClosed();
    return {
      email,
      displayName: claims.name || (email.split('@')[0] ?? email),
      passwordHash: this.hasher.unusable,
      roles: await this.users.rolesAmong(rolesAfter(DEFAULT_ROLES, provider, claims.roleValues)),
      ...(claims.isEmailVerified && { emailConfirmedAt: new Date() }),
    };
  }
}
