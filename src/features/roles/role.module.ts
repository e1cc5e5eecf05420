import './role.policy.js';
import { Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { PrivilegeRepository } from './privileges/privilege.repository.js';
import { PrivilegeService } from './privileges/privilege.service.js';
import { Section } from '../../platform/http/section.js';
import { RoleController } from './role.controller.js';
import type { Role } from './role.entity.js';
import { PermissionRepository } from './permissions/permission.repository.js';
import { rolePolicy } from './role.policy.js';
import { RoleRepository } from './role.repository.js';
import { RoleSeeding } from './seeding/role-seeding.service.js';
import { RoleSeedingRepository } from './seeding/role-seeding.repository.js';
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
    PrivilegeRepository,
    PrivilegeService,
  ],
  exports: [PrivilegeService],
})
export class RoleModule {
  constructor(rows: ResourceRegistry, roles: RoleRepository) {
    const find = (id: number) => roles.findById(id);
    rows.register<Role>(rolePolicy, { find, view: RoleView.of });
  }
}
