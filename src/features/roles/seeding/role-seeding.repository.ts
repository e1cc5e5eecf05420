import { Injectable } from '@nestjs/common';
import { type Permission, permissionDescriptions } from '../../../platform/request/permissions.js';
import { Database } from '../../../platform/database/database.js';
import type { SeededRole } from './seeded-roles.js';

export interface Grant {
  role: string;
  permission: Permission;
}

// What is there already is left out before the insert: a conflict would use up an id at every start.
const ADD_PERMISSIONS = `
  INSERT INTO permissions (name, description)
  SELECT s.name, s.description FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS s (name, description, place)
  WHERE NOT EXISTS (SELECT FROM permissions p WHERE p.name = s.name)
  ORDER BY s.place ON CONFLICT DO NOTHING RETURNING name`;
const RENEW_DESCRIPTIONS = `
  UPDATE permissions p SET description = s.description FROM unnest($1::text[], $2::text[]) AS s (name, description)
  WHERE p.name = s.name AND p.description <> s.description`;
const ADD_ROLES = `
  INSERT INTO roles (name, description, is_protected)
  SELECT s.name, s.description, s.is_protected
  FROM unnest($1::text[], $2::text[], $3::boolean[]) WITH ORDINALITY AS s (name, description, is_protected, place)
  WHERE NOT EXISTS (SELECT FROM roles r WHERE r.name = s.name)
  ORDER BY s.place ON CONFLICT DO NOTHING RETURNING name`;
const GRANT = `
  INSERT INTO role_permissions (role_id, permission_id)
  SELECT r.id, p.id FROM unnest($1::text[], $2::text[]) AS g (role, permission)
  JOIN roles r ON r.name = g.role JOIN permissions p ON p.name = g.permission
  ON CONFLICT DO NOTHING`;

/** What `RoleSeeding` writes. */
@Injectable()
export class RoleSeedingRepository {
  constructor(private readonly db: Database) {}

  /** @returns the names of those that are new */
  async addPermissions(): Promise<string[]> {
    const all = permissionDescriptions();
    const values = [all.map(({ name }) => name), all.map(({ description }) => description)];
    await this.db.execute(RENEW_DESCRIPTIONS, values);
    return namesIn(await this.db.query(ADD_PERMISSIONS, values));
  }

  /** @returns the names of those that are new */
  async addRoles(roles: readonly SeededRole[]): Promise<string[]> {
    const names = roles.map(({ name }) => name);
    const descriptions = roles.map(({ description }) => description);
    const areProtected = roles.map(({ isProtected }) => isProtected);
    return namesIn(await this.db.query(ADD_ROLES, [names, descriptions, areProtected]));
  }

  /** @returns how many roles did not allow it yet */
  grant(grants: readonly Grant[]): Promise<number> {
    return this.db.execute(GRANT, [grants.map(({ role }) => role), grants.map(({ permission }) => permission)]);
  }
}

function namesIn(rows: { name: string }[]): string[] {
  return rows.map(({ name }) => name);
}
