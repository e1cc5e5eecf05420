import { PageOf } from '../../platform/input/list-query.js';
import type { ListedPermission } from './permissions/permission.entity.js';
import type { Role } from './role.entity.js';

/** A role with its permissions. */
export class RoleView {
  id!: number;
  name!: string;
  description!: string;
  permissions!: string[];
  /** A protected role can't be changed or deleted. */
  is_protected!: boolean;

  static of(this: void, { id, name, description, permissions, isProtected }: Role): RoleView {
    return { id, name, description, permissions, is_protected: isProtected };
  }
}

export class RolePage extends PageOf(RoleView) {}

export class PermissionView {
  name!: string;
  description!: string;

  static of(this: void, { name, description }: ListedPermission): PermissionView {
    return { name, description };
  }
}

export class PermissionPage extends PageOf(PermissionView) {}
