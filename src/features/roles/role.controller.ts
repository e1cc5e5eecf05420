import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { CreateRole, UpdateRole } from './role.dto.js';
import type { Role } from './role.entity.js';
import { RoleService } from './role.service.js';
import { PermissionPage, PermissionView, RolePage, RoleView } from './role.view.js';

@Controller()
export class RoleController {
  constructor(private readonly roles: RoleService) {}

  /** Everything that a role can allow. */
  @Get('permissions')
  @Requires('read_role')
  async listPermissions(@Query() query: ListQuery): Promise<PermissionPage> {
    return query.page(await this.roles.listPermissions(query), PermissionView.of);
  }

  /** Every role with what it allows. */
  @Get('roles')
  @Requires('read_role')
  async list(@Query() query: ListQuery): Promise<RolePage> {
    return query.page(await this.roles.list(query), RoleView.of);
  }

  /** One role with what it allows. */
  @Get('roles/:id')
  @Requires('read_role', { of: 'role' })
  read(@Row() role: Role): RoleView {
    return RoleView.of(role);
  }

  /** Makes a role; nobody holds it yet. It allows nothing that the caller may not do. */
  @Post('roles')
  @Requires('manage_role')
  @ErrorCodes({ conflict: ['name_taken'] })
  async create(@CurrentActor() actor: Actor, @Body() role: CreateRole): Promise<RoleView> {
    return RoleView.of(await this.roles.create(actor, role));
  }

  /**
   * Changes a role; what it allows from now on holds with the next request of everyone who has it. The caller needs each
   * permission that it allows, before and after.
   */
  @Patch('roles/:id')
  @Requires('manage_role', { of: 'role' })
  @ErrorCodes({ conflict: ['role_protected', 'name_taken'] })
  async update(@CurrentActor() actor: Actor, @Row() role: Role, @Body() changes: UpdateRole): Promise<RoleView> {
    return RoleView.of(await this.roles.update(actor, role, changes));
  }

  /** Deletes a role that nobody holds. The caller needs each permission that it allows. */
  @Delete('roles/:id')
  @Requires('manage_role', { of: 'role' })
  @ErrorCodes({ conflict: ['role_protected', 'role_in_use'] })
  async remove(@CurrentActor() actor: Actor, @Row() role: Role): Promise<void> {
    await this.roles.remove(actor, role);
  }
}
