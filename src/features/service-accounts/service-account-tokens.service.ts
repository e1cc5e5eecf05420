import { Injectable } from '@nestjs/common';
import { errors } from '../../platform/errors/errors.js';
import type { Actor } from '../../platform/request/actor.js';
import { PrivilegeService } from '../roles/privileges/privilege.service.js';
import type { CreateApiToken } from '../tokens/api-token.dto.js';
import type { ApiToken } from '../tokens/api-token.entity.js';
import { ApiTokenService, type MadeToken } from '../tokens/api-token.service.js';
import type { User } from '../users/user.entity.js';

/**
 * The tokens of service accounts. Who makes one could act as the account, so they need every permission that it has.
 *
 * @spec SPEC-036.7, SPEC-036.8
 */
@Injectable()
export class ServiceAccountTokens {
  constructor(
    private readonly tokens: ApiTokenService,
    private readonly privileges: PrivilegeService,
  ) {}

  list(account: User, page: { after: number | null; limit: number }): Promise<ApiToken[]> {
    return this.tokens.listOf(account.id, page);
  }

  /** @throws AppError `forbidden` where the actor lacks a permission of the account, and as for one's own tokens */
  create(actor: Actor, account: User, input: CreateApiToken): Promise<MadeToken> {
    return this.privileges.inTurn(async () => {
      await this.privileges.requireOver(actor, 'manage_service_accounts', account.id);
      return this.tokens.create(actor, account.id, input);
    });
  }

  /** @throws AppError `not_found` for a token of another account, `forbidden` as for making one */
  revoke(actor: Actor, account: User, tokenId: number): Promise<void> {
    return this.privileges.inTurn(async () => {
      await this.privileges.requireOver(actor, 'manage_service_accounts', account.id);
      const token = await this.tokens.findOf(account.id, tokenId);
      if (!token) throw errors.notFound('API token');
      await this.tokens.revoke(actor, token);
    });
  }
}
