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

  /** List permissions. A role can hold any of them. */
  @Get('permissions')
  @Requires('read_role')
  async listPermissions(@Query() query: ListQuery): Promise<PermissionPage> {
    return query.page(await this.roles.listPermissions(query), PermissionView.of);
  }

  /** List roles with their permissions. */
  @Get('roles')
  @Requires('read_role')
  async list(@Query() query: ListQuery): Promise<RolePage> {
    return query.page(await this.roles.list(query), RoleView.of);
  }

  /** Get a role with its permissions. */
  @Get('roles/:id')
  @Requires('read_role', 'role')
  read(@Row() role: Role): RoleView {
    return RoleView.of(role);
  }

  /** Create a role. It can only hold permissions that the caller has. */
  @Post('roles')
  @Requires('manage_role')
  @ErrorCodes({ conflict: ['name_taken'] })
  async create(@CurrentActor() actor: Actor, @Body() role: CreateRole): Promise<RoleView> {
    return RoleView.of(await this.roles.create(actor, role));
  }

  /**
   * Update a role. The change takes effect with the next request of every user who holds the role. The caller needs
   * every permission that the role holds before and after the change.
   */
  @Patch('roles/:id')
  @Requires('manage_role', 'role')
  @ErrorCodes({ conflict: ['role_protected', 'name_taken'] })
  async update(@CurrentActor() actor: Actor, @Row() role: Role, @Body() changes: UpdateRole): Promise<RoleView> {
    return RoleView.of(await this.roles.update(actor, role, changes));
  }

  /** Delete a role. A role that a user holds can't be deleted (409). The caller needs every permission of the role. */
  @Delete('roles/:id')
  @Requires('manage_role', 'role')
  @ErrorCodes({ conflict: ['role_protected', 'role_in_use'] })
  async remove(@CurrentActor() actor: Actor, @Row() role: Role): Promise<void> {
    await this.roles.remove(actor, role);
  }
}
