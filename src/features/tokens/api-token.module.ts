import { Global, Module } from '@nestjs/common';
import { ApiTokenSource } from '../../platform/access/api-tokens/api-token-source.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { ApiTokenController } from './api-token.controller.js';
import type { ApiToken } from './api-token.entity.js';
import { ApiTokenIdentities } from './api-token-identities.js';
import { apiTokenPolicy } from './api-token.policy.js';
import { ApiTokenRepository } from './api-token.repository.js';
import { ApiTokenService } from './api-token.service.js';

/** Global for the sake of the platform's `ApiTokenSource`. */
@Global()
@Section('API tokens, with which programs act for an account.')
@Module({
  controllers: [ApiTokenController],
  providers: [ApiTokenRepository, ApiTokenService, { provide: ApiTokenSource, useClass: ApiTokenIdentities }],
  exports: [ApiTokenSource, ApiTokenService],
})
export class ApiTokenModule {
  constructor(rows: ResourceRegistry, tokens: ApiTokenRepository) {
    rows.register<ApiToken>(apiTokenPolicy, { find: (id) => tokens.findById(id) });
  }
}
