import { Injectable } from '@nestjs/common';
import { AppError } from '../../platform/errors/app-error.js';
import type { Visitor } from '../../platform/request/actor.js';
import type { Request } from '../../platform/request/request.js';
import { withoutSlot } from '../../platform/request/admission-slot.js';
import { IdentityService } from '../identities/identity.service.js';
import type { Claims } from '../providers/claims.dto.js';
import { FlowService, type Linker, type Return } from '../providers/flow.service.js';
import { SignInGate } from '../sign-in/sign-in-gate.service.js';
import type { User } from '../users/user.entity.js';
import { UserService } from '../users/user.service.js';
import { OidcAccounts } from './accounts/oidc-accounts.service.js';
import { oidcErrors } from './oidc.errors.js';
import { OidcUpdates } from './accounts/oidc-updates.js';
import { SignInCodes } from './exchange/sign-in-codes.js';

type Said = Return & { said: Claims };

/** What comes of it, and for whom. */
interface Outcome {
  parameter: 'code' | 'error' | null;
  value?: string;
}

/** What is done to accounts by it. */
@Injectable()
export class OidcReturnAccounts {
  constructor(
    private readonly accounts: OidcAccounts,
    private readonly identities: IdentityService,
    private readonly updates: OidcUpdates,
    private readonly users: UserService,
  ) {}

  /** @throws AppError `account_exists`, `registration_closed`, `account_disabled` */
  async signIn(visitor: Visitor, { provider, said }: Said): Promise<User> {
    const user = await this.accounts.find(visitor, provider, said);
    if (!user.isActive) throw oidcErrors.accountDisabled();
    await this.updates.confirmAddress(visitor, user, said);
    await this.updates.setRoles(visitor, user, provider, said);
    return user;
  }

  /** @throws AppError `account_exists`, `limit_reached`, `invalid_token_link` */
  async link(visitor: Visitor, { provider, said }: Said, linker: Linker): Promise<Outcome> {
    const { issuer, subject } = said;
    await this.identities.link(visitor, linker, { provider: provider.id, issuer, subject });
    const user = await this.users.find(linker.userId);
    if (user) await this.updates.confirmAddress(visitor, user, said);
    return { parameter: null };
  }
}

/**
 * Receives those who come back from a provider: they go on to the page that has sent them, with a code or with an error.
 *
 * @spec SPEC-039.6, SPEC-039.10, SPEC-039.16
 */
@Injectable()
export class OidcReturn {
  constructor(
    private readonly flows: FlowService,
    private readonly gate: SignInGate,
    private readonly accounts: OidcReturnAccounts,
    private readonly codes: SignInCodes,
  ) {}

  /** @throws AppError `invalid_credentials` for a state that is no good, `rate_limited`, `overloaded` */
  async receive(visitor: Visitor, request: Request, providerId: string, state: string): Promise<string> {
    const flow = await this.gate.attempt(visitor, async () => {
      const spent = await this.flows.spend(request, providerId, state);
      return spent ?? this.gate.refuse(visitor, null, oidcErrors.badState());
    });
    const back = await withoutSlot(visitor, () => this.flows.finish(request, flow, state));
    const { parameter, value = '' } = await this.outcomeOf(visitor, back);
    const url = new URL(back.returnTo);
    if (parameter) url.searchParams.set(parameter, value);
    return url.href;
  }

  private async outcomeOf(visitor: Visitor, back: Return): Promise<Outcome> {
    try {
      if (back.said instanceof AppError) throw back.said;
      const said = back as Said;
      if (back.linker) return await this.accounts.link(visitor, said, back.linker);
      const user = await this.accounts.signIn(visitor, said);
      return { parameter: 'code', value: await this.codes.issue(user) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await this.gate.refuse(visitor, back.linker?.userId ?? null, error).catch((refusal: unknown) => {
        if (refusal !== error) throw refusal;
      });
      return { parameter: 'error', value: error.code };
    }
  }
}
