import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/openapi/section.js';
import { RoleController } from './role.controller.js';
import { RoleRepository } from './role.repository.js';
import { RoleSeeding } from './role-seeding.service.js';
import { RoleSeedingRepository } from './role-seeding.repository.js';
import { RoleService } from './role.service.js';

@Section('Roles, and the permissions that they give: for administrators.')
@Module({
  controllers: [RoleController],
  providers: [RoleRepository, RoleSeedingRepository, RoleSeeding, RoleService],
})
export class RoleModule {}
