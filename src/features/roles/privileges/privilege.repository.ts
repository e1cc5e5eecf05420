import { Injectable } from '@nestjs/common';
import type { Permission } from '../../../platform/request/permissions.js';
import { Database } from '../../../platform/database/database.js';

/** A lock that does not block the assignment of roles. */
const LOCK = 'SELECT FROM roles WHERE is_protected ORDER BY id FOR NO KEY UPDATE';

const OF_ROLES = `
  SELECT p.name FROM permissions p WHERE EXISTS (
    SELECT FROM roles r JOIN role_permissions g ON g.role_id = r.id WHERE r.name = ANY($1::text[]) AND g.permission_id = p.id
  ) ORDER BY p.id`;
const OF_PERSON = `
  SELECT p.name FROM permissions p WHERE EXISTS (
    SELECT FROM user_roles h JOIN role_permissions g ON g.role_id = h.role_id JOIN users u ON u.id = h.user_id
    WHERE u.id = $1 AND g.permission_id = p.id AND (u.is_active OR NOT $2)
  ) ORDER BY p.id`;

/** The permissions of roles and people in the database. */
@Injectable()
export class PrivilegeRepository {
  constructor(private readonly db: Database) {}

  /** From here to the end of the transaction nobody else changes what roles and people may do. */
  async lock(): Promise<void> {
    await this.db.execute(LOCK);
  }

  ofRoles(names: readonly string[]): Promise<Permission[]> {
    return this.list(OF_ROLES, [names]);
  }

  /** All permissions of their roles, whether the account is active or not. */
  ofPerson(id: number): Promise<Permission[]> {
    return this.list(OF_PERSON, [id, false]);
  }

  /** The person's current permissions; none if the account is disabled or deleted. */
  inForceOf(id: number): Promise<Permission[]> {
    return this.list(OF_PERSON, [id, true]);
  }

  private async list(text: string, values: unknown[]): Promise<Permission[]> {
    return (await this.db.query<{ name: Permission }>(text, values)).map(({ name }) => name);
  }
}
