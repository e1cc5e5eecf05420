import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Actor } from '../../platform/request/actor.js';
import { UserAdministration } from '../users/administration/user-administration.service.js';
import { UserRemoval } from '../users/administration/user-removal.service.js';
import { DeleteUser } from '../users/user.dto.js';
import type { User } from '../users/user.entity.js';
import { CreateServiceAccount, UpdateServiceAccount } from './service-account.dto.js';
import { ServiceAccountService } from './service-account.service.js';
import { ServiceAccountPage, ServiceAccountView } from './service-account.view.js';

const PERMISSION = 'manage_service_accounts';

@Controller('service-accounts')
export class ServiceAccountController {
  constructor(
    private readonly accounts: ServiceAccountService,
    private readonly administration: UserAdministration,
    private readonly removal: UserRemoval,
  ) {}

  /**
   * Create a service account: an account that only programs use, with API tokens. It has no password and no e-mail
   * address, nobody can sign in as one, and it gets no mail. Whoever manages a project can add it as a member. The caller
   * needs every permission that its roles give it.
   */
  @Post()
  @Requires(PERMISSION)
  async create(@CurrentActor() actor: Actor, @Body() input: CreateServiceAccount): Promise<ServiceAccountView> {
    return ServiceAccountView.of(await this.accounts.create(actor, input));
  }

  /** List service accounts. They are not among `/users`, which lists people. */
  @Get()
  @Requires(PERMISSION)
  async list(@Query() query: ListQuery): Promise<ServiceAccountPage> {
    return query.page(await this.accounts.list(query), ServiceAccountView.of);
  }

  /**
   * Update a service account. To change more than the name, the caller needs every permission that it has before and
   * after the change. While it is disabled, its tokens are refused and its live connections are closed.
   */
  @Patch(':id')
  @Requires(PERMISSION, 'service account')
  async update(
    @CurrentActor() actor: Actor,
    @Row() account: User,
    @Body() changes: UpdateServiceAccount,
  ): Promise<ServiceAccountView> {
    return ServiceAccountView.of(await this.administration.update(actor, account, changes, PERMISSION));
  }

  /**
   * Delete a service account with its tokens. If it owns projects, name their new owner in `new_owner_id`. Its comments
   * and articles stay, without an author. The caller needs every permission that it has.
   */
  @Delete(':id')
  @Requires(PERMISSION, 'service account')
  @ApiBody({ type: DeleteUser, required: false })
  @ErrorCodes({ conflict: ['user_owns_projects'] })
  async remove(@CurrentActor() actor: Actor, @Row() account: User, @Body() body: DeleteUser): Promise<void> {
    await this.removal.remove(actor, account, body, PERMISSION);
  }
}
