import { Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { ProviderModule } from '../providers/provider.module.js';
import { UserModule } from '../users/user.module.js';
import { IdentityController } from './identity.controller.js';
import type { UserIdentity } from './identity.entity.js';
import { IdentityMails } from './identity-mails.js';
import { identityPolicy } from './identity.policy.js';
import { IdentityRepository } from './identity.repository.js';
import { IdentityService } from './identity.service.js';

@Section('Providers of OpenID Connect that sign a person in.')
@Module({
  imports: [ProviderModule, UserModule],
  controllers: [IdentityController],
  providers: [IdentityRepository, IdentityService, IdentityMails],
  exports: [IdentityService],
})
export class IdentityModule {
  constructor(rows: ResourceRegistry, identities: IdentityRepository) {
    rows.register<UserIdentity>(identityPolicy, { find: (id) => identities.findById(id) });
  }
}
