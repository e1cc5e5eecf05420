import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { errors } from '../../platform/errors/errors.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { idFromText, isId } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Actor } from '../../platform/request/actor.js';
import { CreateApiToken } from '../tokens/api-token.dto.js';
import { ApiTokenPage, ApiTokenView, CreatedApiTokenView } from '../tokens/api-token.view.js';
import type { User } from '../users/user.entity.js';
import { ServiceAccountTokens } from './service-account-tokens.service.js';

const PERMISSION = 'manage_service_accounts';

@Controller('service-accounts/:id/tokens')
export class ServiceAccountTokenController {
  constructor(private readonly tokens: ServiceAccountTokens) {}

  /**
   * Create an API token for a service account. It is like the tokens of people, and shown only in this answer. The
   * caller needs every permission that the account has. An account has at most 50 tokens, expired ones included.
   */
  @Post()
  @Requires(PERMISSION, 'service account')
  @ErrorCodes({ conflict: ['limit_reached'] })
  async create(
    @CurrentActor() actor: Actor,
    @Row() account: User,
    @Body() input: CreateApiToken,
  ): Promise<CreatedApiTokenView> {
    const { token, secret } = await this.tokens.create(actor, account, input);
    return CreatedApiTokenView.with(token, secret);
  }

  /** List the API tokens of a service account, without the tokens themselves. The oldest come first. */
  @Get()
  @Requires(PERMISSION, 'service account')
  async list(@Row() account: User, @Query() query: ListQuery): Promise<ApiTokenPage> {
    return query.page(await this.tokens.list(account, query), ApiTokenView.of);
  }

  /**
   * Revoke an API token of a service account. It is refused from now on, and its live connections are closed. The caller
   * needs every permission that the account has.
   */
  @Delete(':token_id')
  @Requires(PERMISSION, 'service account')
  async revoke(@CurrentActor() actor: Actor, @Row() account: User, @Param('token_id') tokenId: string): Promise<void> {
    const id = idFromText(tokenId);
    if (!isId(id)) throw errors.notFound('API token');
    await this.tokens.revoke(actor, account, id);
  }
}
