import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CurrentActor, Row, SignedIn } from '../../platform/access/rules.js';
import { errors } from '../../platform/errors/errors.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Request } from '../../platform/request/request.js';
import { withoutSlot } from '../../platform/request/admission-slot.js';
import { FlowService } from '../providers/flow.service.js';
import { UserService } from '../users/user.service.js';
import { LinkIdentity } from './identity.dto.js';
import type { UserIdentity } from './identity.entity.js';
import { IdentityService } from './identity.service.js';
import { IdentityPage, IdentityView, StartedLinkView } from './identity.view.js';

@Controller('users/me/identities')
export class IdentityController {
  constructor(
    private readonly identities: IdentityService,
    private readonly flows: FlowService,
    private readonly users: UserService,
  ) {}

  /** List the providers that sign you in. The oldest come first. */
  @Get()
  @SignedIn()
  async list(@CurrentActor() actor: Actor, @Query() query: ListQuery): Promise<IdentityPage> {
    return query.page(await this.identities.listOf(actor.id, query), IdentityView.of);
  }

  /**
   * Begin to link a provider to your account. Open `url` in the same browser within ten minutes: this answer gives it a
   * cookie, so a page of another origin asks with credentials. The browser comes back to `return_to`, where `error` says
   * what went wrong, such as `account_exists` for an identity that belongs to another account. You have at most 20.
   */
  @Post(':provider')
  @HttpCode(200)
  @SignedIn()
  @ErrorCodes({ not_found: ['not_found'], unavailable: ['provider_unavailable'] })
  async link(
    @CurrentActor() actor: Actor,
    @Param('provider') provider: string,
    @Body() { return_to: returnTo }: LinkIdentity,
    @Req() request: Request,
  ): Promise<StartedLinkView> {
    const user = await this.users.find(actor.id);
    if (!user) throw errors.notFound('user');
    const linker = { userId: user.id, epoch: user.linkEpoch };
    return { url: await withoutSlot(actor, () => this.flows.begin(request, provider, returnTo, linker)) };
  }

  /**
   * Remove a provider from your account: it signs nobody in any more. Sessions stay. An account without a password gets
   * one by a reset link, so nobody is locked out. Identities of others are not found (404).
   */
  @Delete(':id')
  @SignedIn({ of: 'identity' })
  async unlink(@CurrentActor() actor: Actor, @Row() identity: UserIdentity): Promise<void> {
    await this.identities.unlink(actor, identity);
  }
}
