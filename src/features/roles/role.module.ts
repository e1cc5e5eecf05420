import { Module } from '@nestjs/common';
import { PowerRepository } from './power.repository.js';
import { PowerService } from './power.service.js';
import { Section } from '../../platform/http/section.js';
import { RoleController } from './role.controller.js';
import { RoleRepository } from './role.repository.js';
import { RoleSeeding } from './role-seeding.service.js';
import { RoleSeedingRepository } from './role-seeding.repository.js';
import { RoleService } from './role.service.js';

@Section('Roles and their permissions, for administrators.')
@Module({
  controllers: [RoleController],
  providers: [RoleRepository, RoleSeedingRepository, RoleSeeding, RoleService, PowerRepository, PowerService],
  exports: [PowerService],
})
export class RoleModule {}
