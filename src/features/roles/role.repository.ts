import { Injectable } from '@nestjs/common';
import { AccessInvalidation } from '../../platform/access/identities/access-invalidation.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import type { Permission } from '../../platform/request/permissions.js';
import { Role } from './role.entity.js';

const PERMISSIONS = `ARRAY(
  SELECT p.name FROM role_permissions g JOIN permissions p ON p.id = g.permission_id
  WHERE g.role_id = roles.id ORDER BY p.id) AS "permissions"`;

const LOCK = 'SELECT FROM roles WHERE id = $1 FOR UPDATE';
const REVOKE = `
  DELETE FROM role_permissions g USING permissions p
  WHERE g.role_id = $1 AND p.id = g.permission_id AND NOT p.name = ANY($2::text[])`;
const GRANT = `
  INSERT INTO role_permissions (role_id, permission_id)
  SELECT $1, id FROM permissions WHERE name = ANY($2::text[]) ON CONFLICT DO NOTHING`;

/** Where a page starts, and how long it may be. */
export type Place = { after: number | null; limit: number };

type RoleValues = Pick<Role, 'name' | 'description' | 'permissions'>;

@Injectable()
export class RoleRepository extends EntityRepository<Role> {
  private readonly byId = `SELECT ${this.shown} FROM roles WHERE roles.id = $1`;
  private readonly page = `SELECT ${this.shown} FROM roles WHERE roles.id > $1 ORDER BY roles.id LIMIT $2`;

  constructor(
    db: Database,
    private readonly invalidation: AccessInvalidation,
  ) {
    super(Role, db);
  }

  findById(id: number): Promise<Role | null> {
    return this.lookUp(this.byId, [id]);
  }

  /** Locks the row until the transaction ends, and reads it after that: the lock may have been waited for. */
  async findToChange(id: number): Promise<Role | null> {
    await this.execute(LOCK, [id]);
    return this.findById(id);
  }

  list({ after, limit }: Place): Promise<Role[]> {
    return this.select(this.page, [after ?? 0, limit + 1]);
  }

  async addWith({ name, description, permissions }: RoleValues): Promise<Role> {
    const role = await this.add({ name, description });
    return this.allow(role, permissions);
  }

  /** What it allows holds with the next request of everybody who has it. */
  async write(role: Role): Promise<Role> {
    const { id, name, description, permissions } = role;
    await this.update(id, { name, description });
    await this.invalidation.announce({});
    return this.allow(role, permissions);
  }

  protected override get shown(): string {
    return `${this.columns()}, ${PERMISSIONS}`;
  }

  private async allow(role: Role, permissions: readonly Permission[]): Promise<Role> {
    await this.execute(REVOKE, [role.id, permissions]);
    await this.execute(GRANT, [role.id, permissions]);
    return Object.assign(role, await this.findById(role.id));
  }
}
