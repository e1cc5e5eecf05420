import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../../platform/request/actor.js';
import { AppError } from '../../../platform/errors/app-error.js';
import { PasswordHasher } from '../../../platform/passwords/password-hasher.js';
import type { User } from '../../users/user.entity.js';
import { UserService } from '../../users/user.service.js';
import { signInErrors } from '../sign-in.errors.js';
import { CredentialRepository } from './credential.repository.js';
import { SecondFactor, type SecondFactorCodes } from '../second-factor.service.js';

export interface Credentials extends SecondFactorCodes {
  email: string;
  password: string;
}

/** Who it was about, if anybody, and why they may not enter; null if they may. */
export type Checked = { user: User; refusal: null } | { user: User | null; refusal: AppError };

/**
 * Whether somebody is who they say. Every way to sign in passes here.
 *
 * @spec SPEC-001.4, SPEC-001.5, SPEC-013.7
 */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly users: UserService,
    private readonly credentials: CredentialRepository,
    private readonly hasher: PasswordHasher,
    private readonly secondFactor: SecondFactor,
  ) {}

  /** The password, and after it the second factor, which is spent. */
  async all(visitor: Visitor, credentials: Credentials): Promise<Checked> {
    const checked = await this.password(credentials);
    if (checked.refusal) return checked;
    const refusal = await this.requireSecondFactor(visitor, checked.user, credentials);
    return refusal ? { user: checked.user, refusal } : checked;
  }

  /** Takes the same time whether or not anybody has the address. */
  async password({ email, password }: Credentials): Promise<Checked> {
    const user = await this.users.findByEmail(email);
    if (!user) {
      await this.hasher.verifyNobody(password);
      return { user, refusal: signInErrors.invalidCredentials() };
    }
    if (!(await this.matches(user, password))) return { user, refusal: signInErrors.invalidCredentials() };
    return user.isActive ? { user, refusal: null } : { user, refusal: signInErrors.accountDisabled() };
  }

  /** Renews the hash of a right password where it is not as it would be made today. */
  async matches(user: User, password: string): Promise<boolean> {
    const { matches, needsRehash } = await this.hasher.verify(password, user.passwordHash);
    if (matches && needsRehash) await this.credentials.rehash(user, await this.hasher.hash(password));
    return matches;
  }

  private async requireSecondFactor(visitor: Visitor, user: User, codes: SecondFactorCodes): Promise<AppError | null> {
    try {
      await this.secondFactor.require(visitor, user, codes);
      return null;
    } catch (error) {
      if (error instanceof AppError && error.kind !== 'unavailable') return error;
      throw error;
    }
  }
}
