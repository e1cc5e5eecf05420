import { Controller, Get, HttpCode, Param, Query, Req } from '@nestjs/common';
import { CurrentVisitor, Public } from '../../platform/access/rules.js';
import { Config } from '../../platform/config/config.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { RedirectResponse } from '../../platform/http/responses/redirect-response.js';
import type { Visitor } from '../../platform/request/actor.js';
import type { Request } from '../../platform/request/request.js';
import { withoutSlot } from '../../platform/request/admission-slot.js';
import { FlowService } from '../providers/flow.service.js';
import { ProviderAnswer, StartSignIn } from './oidc.dto.js';
import { OidcReturn } from './oidc-return.service.js';
import { ProvidersView, ProviderView } from './oidc.view.js';

@Controller('auth')
export class OidcController {
  constructor(
    private readonly config: Config,
    private readonly flows: FlowService,
    private readonly returns: OidcReturn,
  ) {}

  /** List the providers of OpenID Connect with which people can sign in, in the order of the configuration. */
  @Get('providers')
  @Public()
  list(): ProvidersView {
    return { items: this.flows.providers.map((provider) => ProviderView.of(provider, this.config.publicUrl)) };
  }

  /**
   * Start to sign in with a provider: open it in the browser, which is sent there. It has ten minutes to come back to
   * `return_to`, with `code` for `/auth/oidc/exchange`, or with `error`: `account_exists` where an account has the address
   * already, whose owner links the provider (`/users/me/identities/{provider}`), `registration_closed`, `account_disabled`,
   * `access_denied`, `provider_unavailable`, or `invalid_credentials` for all that could not be verified. Put a value of
   * your own into `return_to` and compare it: so nobody signs you in as somebody else.
   */
  @Get('oidc/:provider/start')
  @HttpCode(302)
  @Public()
  @ErrorCodes({ not_found: ['not_found'], unavailable: ['provider_unavailable'] })
  async start(
    @CurrentVisitor() visitor: Visitor,
    @Param('provider') provider: string,
    @Query() { return_to: returnTo }: StartSignIn,
    @Req() request: Request,
  ): Promise<RedirectResponse> {
    const begin = () => this.flows.begin(request, provider, returnTo);
    return new RedirectResponse(await withoutSlot(visitor, begin));
  }

  /**
   * Come back from a provider, which sends the browser here, and on to `return_to`. A state that was not given to this
   * browser for this provider, was used or is too old is 401 `invalid_credentials`.
   */
  @Get('oidc/:provider/callback')
  @HttpCode(302)
  @Public()
  @ErrorCodes({
    unauthenticated: ['invalid_credentials'],
    not_found: ['not_found'],
    unavailable: ['overloaded'],
  })
  async comeBack(
    @CurrentVisitor() visitor: Visitor,
    @Param('provider') provider: string,
    @Query() { state = '' }: ProviderAnswer,
    @Req() request: Request,
  ): Promise<RedirectResponse> {
    return new RedirectResponse(await this.returns.receive(visitor, request, provider, state));
  }
}
