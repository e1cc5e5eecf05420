import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { CurrentActor, Row, SignedIn } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Actor } from '../../platform/request/actor.js';
import { CreateApiToken } from './api-token.dto.js';
import type { ApiToken } from './api-token.entity.js';
import { ApiTokenService } from './api-token.service.js';
import { ApiTokenPage, ApiTokenView, CreatedApiTokenView } from './api-token.view.js';

@Controller('users/me/tokens')
export class ApiTokenController {
  constructor(private readonly tokens: ApiTokenService) {}

  /**
   * Create an API token for a program. It is sent as a bearer token, and can do what you can do at the time and what
   * `permissions` and `project_ids` allow; of your account it can only read `/users/me`. The token is shown only in this
   * answer. Permissions that you don't have and projects that you can't read are refused (422). You have at most 50
   * tokens, expired ones included.
   */
  @Post()
  @SignedIn()
  @ErrorCodes({ conflict: ['limit_reached'] })
  async create(@CurrentActor() actor: Actor, @Body() input: CreateApiToken): Promise<CreatedApiTokenView> {
    const { token, secret } = await this.tokens.create(actor, actor.id, input);
    return CreatedApiTokenView.with(token, secret);
  }

  /** List your API tokens, without the tokens themselves. The oldest come first. */
  @Get()
  @SignedIn()
  async list(@CurrentActor() actor: Actor, @Query() query: ListQuery): Promise<ApiTokenPage> {
    return query.page(await this.tokens.listOf(actor.id, query), ApiTokenView.of);
  }

  /**
   * Revoke one of your API tokens. It is refused from now on, and its live connections are closed. Tokens of other users
   * are not found (404).
   */
  @Delete(':id')
  @SignedIn({ of: 'API token' })
  async revoke(@CurrentActor() actor: Actor, @Row() token: ApiToken): Promise<void> {
    await this.tokens.revoke(actor, token);
  }
}
