import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Permission } from '../../platform/request/permissions.js';
import { permissionsOf } from '../roles/permissions/permission.entity.js';

/** A person as the guard sees them, and where a permission comes from. */
export interface Standing {
  id: number;
  isActive: boolean;
  passwordMustChange: boolean;
  permissions: Permission[];
  /** The person's roles that give the permission. */
  givenBy: string[];
}

const STANDING = `
  SELECT u.id, u.is_active AS "isActive", u.password_must_change AS "passwordMustChange",
    ${permissionsOf('u.id')} AS permissions,
    ARRAY(
      SELECT r.name FROM user_roles h JOIN roles r ON r.id = h.role_id JOIN role_permissions g ON g.role_id = r.id
      JOIN permissions n ON n.id = g.permission_id WHERE h.user_id = u.id AND n.name = $2 ORDER BY r.id
    ) AS "givenBy"
  FROM users u WHERE u.id = $1`;

@Injectable()
export class AccessExplanationRepository {
  constructor(private readonly db: Database) {}

  async find(userId: number, permission: string): Promise<Standing | null> {
    const [standing] = await this.db.query<Standing & Record<string, never>>(STANDING, [userId, permission]);
    return standing ?? null;
  }
}
