import './role.policy.js';
import { Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { PowerRepository } from './power.repository.js';
import { PowerService } from './power.service.js';
import { Section } from '../../platform/http/section.js';
import { RoleController } from './role.controller.js';
import type { Role } from './role.entity.js';
import { PermissionRepository } from './permission.repository.js';
import { rolePolicy } from './role.policy.js';
import { RoleRepository } from './role.repository.js';
import { RoleSeeding } from './role-seeding.service.js';
import { RoleSeedingRepository } from './role-seeding.repository.js';
import { RoleService } from './role.service.js';
import { RoleView } from './role.view.js';

@Section('Roles and their permissions, for administrators.')
@Module({
  controllers: [RoleController],
  providers: [
    RoleRepository,
    PermissionRepository,
    RoleSeedingRepository,
    RoleSeeding,
    RoleService,
    PowerRepository,
    PowerService,
  ],
  exports: [PowerService],
})
export class RoleModule {
  constructor(rows: ResourceRegistry, roles: RoleRepository) {
    const find = (id: number) => roles.findById(id);
    rows.register<Role>(rolePolicy, { find, view: RoleView.of });
  }
}
