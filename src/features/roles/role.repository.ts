import { Injectable } from '@nestjs/common';
import { AccessInvalidation } from '../../platform/access/access-invalidation.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Database } from '../../platform/database/database.js';
import { columns, Table } from '../../platform/database/table.js';
import { ListedPermission } from './permission.entity.js';
import { Role } from './role.entity.js';
import { RoleView } from './role.view.js';

const PERMISSIONS = `ARRAY(
  SELECT p.name FROM role_permissions g JOIN permissions p ON p.id = g.permission_id
  WHERE g.role_id = r.id ORDER BY p.id) AS "permissions"`;
const SELECT = `SELECT ${columns(Role, 'r')}, ${PERMISSIONS} FROM roles r`;

const BY_ID = `${SELECT} WHERE r.id = $1`;
const LOCK = 'SELECT FROM roles WHERE id = $1 FOR UPDATE';
const PAGE = `${SELECT} WHERE r.id > $1 ORDER BY r.id LIMIT $2`;
const PERMISSION_PAGE = `SELECT ${columns(ListedPermission, 'p')} FROM permissions p WHERE p.id > $1 ORDER BY p.id LIMIT $2`;

const SAVE = 'UPDATE roles SET name = $2, description = $3 WHERE id = $1';
const REVOKE = `
  DELETE FROM role_permissions g USING permissions p
  WHERE g.role_id = $1 AND p.id = g.permission_id AND NOT p.name = ANY($2::text[])`;
const GRANT = `
  INSERT INTO role_permissions (role_id, permission_id)
  SELECT $1, id FROM permissions WHERE name = ANY($2::text[]) ON CONFLICT DO NOTHING`;

/** Where a page starts, and how long it may be. */
export type Place = { after: number | null; limit: number };

@Injectable()
export class RoleRepository {
  private readonly roles: Table<Role>;
  private readonly permissions: Table<ListedPermission>;

  constructor(
    private readonly db: Database,
    private readonly invalidation: AccessInvalidation,
    rows: ResourceRegistry,
  ) {
    this.roles = new Table(db, Role);
    this.permissions = new Table(db, ListedPermission);
    rows.register<Role>('role', { find: (id) => this.find(id), relations: () => [], view: RoleView.of });
  }

  find(id: number): Promise<Role | null> {
    return this.roles.find(BY_ID, [id]);
  }

  /** Locks the row until the transaction ends, and reads it after that: the lock may have been waited for. */
  async findToChange(id: number): Promise<Role | null> {
    await this.db.execute(LOCK, [id]);
    return this.find(id);
  }

  list({ after, limit }: Place): Promise<Role[]> {
    return this.roles.list(PAGE, [after ?? 0, limit + 1]);
  }

  listPermissions({ after, limit }: Place): Promise<ListedPermission[]> {
    return this.permissions.list(PERMISSION_PAGE, [after ?? 0, limit + 1]);
  }

  async insert(role: Role): Promise<Role> {
    await this.roles.insert(role);
    return this.savePermissions(role);
  }

  /** The new permissions take effect with the next request of every holder of the role. */
  async save(role: Role): Promise<Role> {
    await this.db.execute(SAVE, [role.id, role.name, role.description]);
    await this.invalidation.announce({});
    return this.savePermissions(role);
  }

  /** The database refuses it while the role is in use. */
  async delete({ id }: Role): Promise<void> {
    await this.db.execute('DELETE FROM roles WHERE id = $1', [id]);
  }

  private async savePermissions(role: Role): Promise<Role> {
    await this.db.execute(REVOKE, [role.id, role.permissions]);
    await this.db.execute(GRANT, [role.id, role.permissions]);
    return Object.assign(role, await this.find(role.id));
  }
}
