import { Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { RoleModule } from '../roles/role.module.js';
import { ApiTokenModule } from '../tokens/api-token.module.js';
import type { User } from '../users/user.entity.js';
import { UserModule } from '../users/user.module.js';
import { UserService } from '../users/user.service.js';
import { ServiceAccountController } from './service-account.controller.js';
import { serviceAccountPolicy } from './service-account.policy.js';
import { ServiceAccountService } from './service-account.service.js';
import { ServiceAccountTokenController } from './service-account-token.controller.js';
import { ServiceAccountTokens } from './service-account-tokens.service.js';

@Section('Service accounts, which programs use, and their API tokens.')
@Module({
  imports: [RoleModule, UserModule, ApiTokenModule],
  controllers: [ServiceAccountController, ServiceAccountTokenController],
  providers: [ServiceAccountService, ServiceAccountTokens],
})
export class ServiceAccountModule {
  constructor(rows: ResourceRegistry, users: UserService) {
    rows.register<User>(serviceAccountPolicy, { find: (id) => users.findService(id) });
  }
}
