import { Injectable } from '@nestjs/common';
import { AccessInvalidation } from '../../platform/access/access-invalidation.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { emailKey } from '../../platform/addresses/email-address.js';
import { Database } from '../../platform/database/database.js';
import { snakeCase } from '../../platform/database/naming.js';
import { columns, Table } from '../../platform/database/table.js';
import type { ListUsers } from './user.dto.js';
import { END_LINKS, User } from './user.entity.js';
import { userErrors } from './user.errors.js';
import { UserView } from './user.view.js';

const ROLES = `ARRAY(
  SELECT r.name FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE h.user_id = u.id ORDER BY r.id) AS "roles"`;
const SELECT = `SELECT ${columns(User, 'u')}, ${ROLES} FROM users u`;
const BY_ID = `${SELECT} WHERE u.id = $1`;
const LOCK = 'SELECT FROM users WHERE id = $1 FOR UPDATE';
const ACTIVE = `${BY_ID} AND u.is_active FOR KEY SHARE OF u`;
const BY_EMAIL = `${SELECT} WHERE u.email_key = $1`;
const HOLDERS = 'SELECT h.user_id FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE r.name =';

/** Locks the roles, so that none of them is deleted before it is assigned. */
const ROLES_BY_NAME = 'SELECT id, name FROM roles WHERE name = ANY($1::text[]) ORDER BY id FOR KEY SHARE';
const TAKE_ROLES = 'DELETE FROM user_roles WHERE user_id = $1 AND NOT role_id = ANY($2::bigint[])';
const GIVE_ROLES = `
  INSERT INTO user_roles (user_id, role_id) SELECT $1, * FROM unnest($2::bigint[]) ON CONFLICT DO NOTHING`;

const ACTIVE_ADMINISTRATOR = `
  SELECT FROM roles r JOIN user_roles h ON h.role_id = r.id JOIN users u ON u.id = h.user_id
  WHERE r.is_protected AND u.is_active LIMIT 1`;

const MOVE = `
  UPDATE users SET email = $2, email_key = $3, email_confirmed_at = now(), updated_at = now(), ${END_LINKS} WHERE id = $1`;
const CONFIRM_EMAIL = `
  UPDATE users SET email_confirmed_at = now(), updated_at = now() WHERE id = $1 AND email_confirmed_at IS NULL`;

type UserValues = Partial<Pick<User, 'displayName' | 'isActive' | 'passwordMustChange'>>;

/** Users and their roles. Changes invalidate cached identities on every instance, since they may change permissions. */
@Injectable()
export class UserRepository {
  private readonly table: Table<User>;

  constructor(
    private readonly db: Database,
    private readonly invalidation: AccessInvalidation,
    rows: ResourceRegistry,
  ) {
    this.table = new Table(db, User);
    rows.register<User>('user', { find: (id) => this.find(id), relations: () => [], view: UserView.of });
  }

  find(id: number): Promise<User | null> {
    return this.table.find(BY_ID, [id]);
  }

  /** Locks the row until the transaction ends, and reads it after that: the lock may have been waited for. */
  async findToChange(id: number): Promise<User | null> {
    await this.db.execute(LOCK, [id]);
    return this.find(id);
  }

  /** The lock keeps out those who `findToChange`, and lets the foreign keys of others through. */
  findActive(id: number): Promise<User | null> {
    return this.table.find(ACTIVE, [id]);
  }

  findByEmail(email: string): Promise<User | null> {
    return this.table.find(BY_EMAIL, [emailKey(email)]);
  }

  list({ email, is_active, role, after, limit }: ListUsers): Promise<User[]> {
    const values: unknown[] = [after ?? 0, limit + 1];
    const where = ['u.id > $1'];
    if (email !== undefined) where.push(`u.email_key = $${values.push(emailKey(email))}`);
    if (is_active !== undefined) where.push(is_active ? 'u.is_active' : 'NOT u.is_active');
    if (role !== undefined) where.push(`u.id IN (${HOLDERS} $${values.push(role)})`);
    return this.table.list(`${SELECT} WHERE ${where.join(' AND ')} ORDER BY u.id LIMIT $2`, values);
  }

  async isThereAnybody(): Promise<boolean> {
    return (await this.db.execute('SELECT FROM users LIMIT 1')) > 0;
  }

  /** @throws AppError `email_taken`, `validation_failed` for a role that there isn't */
  async insert(user: User): Promise<User> {
    await this.saveRoles(await this.table.insert(user));
    return this.reread(user);
  }

  /** @throws AppError `validation_failed` for a role that there isn't */
  async save(user: User): Promise<User> {
    const { id, displayName, isActive, passwordMustChange } = user;
    await this.saveRoles(user);
    await this.set(id, { displayName, isActive, passwordMustChange });
    return this.reread(user);
  }

  /** Updates these columns. */
  async set(id: number, values: UserValues): Promise<void> {
    const changes = Object.keys(values).map((name, index) => `${snakeCase(name)} = $${index + 2}`);
    const text = `UPDATE users SET ${['updated_at = now()', ...changes].join(', ')} WHERE id = $1`;
    await this.db.execute(text, [id, ...Object.values(values)]);
    await this.invalidation.announce({ userId: id });
  }

  /** Changes the address, which is confirmed by that. Ends all links of the user. */
  async move(id: number, email: string, key: string): Promise<void> {
    await this.db.execute(MOVE, [id, email, key]);
    await this.invalidation.announce({ userId: id });
  }

  /** Returns false if it was confirmed before. */
  async confirmEmail(id: number): Promise<boolean> {
    return (await this.db.execute(CONFIRM_EMAIL, [id])) > 0;
  }

  /** The database refuses it while the user owns a project. */
  async delete({ id }: User): Promise<void> {
    await this.db.execute('DELETE FROM users WHERE id = $1', [id]);
    await this.invalidation.announce({ userId: id });
  }

  async hasActiveAdministrator(): Promise<boolean> {
    return (await this.db.execute(ACTIVE_ADMINISTRATOR)) > 0;
  }

  private async saveRoles({ id, roles }: User): Promise<void> {
    const found = await this.db.query<{ id: number; name: string }>(ROLES_BY_NAME, [roles]);
    const unknown = roles.find((role) => !found.some(({ name }) => name === role));
    if (unknown !== undefined) throw userErrors.unknownRole(unknown);
    const ids = found.map((role) => role.id);
    await this.db.execute(TAKE_ROLES, [id, ids]);
    await this.db.execute(GIVE_ROLES, [id, ids]);
  }

  async reread(user: User): Promise<User> {
    return Object.assign(user, await this.find(user.id));
  }
}
