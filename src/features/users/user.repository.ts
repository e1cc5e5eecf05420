import { Injectable } from '@nestjs/common';
import { Rows } from '../../platform/access/rows.js';
import { Database } from '../../platform/database/database.js';
import { columns, Table } from '../../platform/database/table.js';
import type { ListUsers } from './user.dto.js';
import { emailKey, User } from './user.entity.js';
import { UserView } from './user.view.js';

const ROLES = `ARRAY(
  SELECT r.name FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE h.user_id = u.id ORDER BY r.id) AS "roles"`;
const SELECT = `SELECT ${columns(User, 'u')}, ${ROLES} FROM users u`;

const BY_ID = `${SELECT} WHERE u.id = $1`;
const BY_ID_TO_CHANGE = `${SELECT} WHERE u.id = $1 FOR UPDATE`;
const ACTIVE = `${SELECT} WHERE u.id = $1 AND u.is_active FOR KEY SHARE`;
const BY_EMAIL = `${SELECT} WHERE u.email_key = $1`;

const SAVE = `
  UPDATE users SET display_name = $2, is_active = $3, password_must_change = $4, updated_at = now() WHERE id = $1
  RETURNING updated_at AS "updatedAt"`;

/** Locked, so that none of them is deleted before they are given. */
const ROLES_BY_NAME = 'SELECT id, name FROM roles WHERE name = ANY($1::text[]) ORDER BY id FOR KEY SHARE';
const TAKE_ROLES = 'DELETE FROM user_roles WHERE user_id = $1 AND NOT role_id = ANY($2::bigint[])';
const GIVE_ROLES = `
  INSERT INTO user_roles (user_id, role_id) SELECT $1, * FROM unnest($2::bigint[]) ON CONFLICT DO NOTHING`;

@Injectable()
export class UserRepository {
  private readonly table: Table<User>;

  constructor(
    private readonly db: Database,
    rows: Rows,
  ) {
    this.table = new Table(db, User);
    rows.register<User>('user', { find: (id) => this.find(id), relations: () => [], view: UserView.of });
  }

  find(id: number): Promise<User | null> {
    return this.table.find(BY_ID, [id]);
  }

  /** Locks the row until the transaction ends. */
  findToChange(id: number): Promise<User | null> {
    return this.table.find(BY_ID_TO_CHANGE, [id]);
  }

  /** In a transaction the person can't be deleted before it ends. */
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
    if (is_active !== undefined) where.push(`u.is_active = $${values.push(is_active)}`);
    if (role !== undefined) where.push(`u.id IN (${holdersOf(`$${values.push(role)}`)})`);
    return this.table.list(`${SELECT} WHERE ${where.join(' AND ')} ORDER BY u.id LIMIT $2`, values);
  }

  async isEmpty(): Promise<boolean> {
    return (await this.db.query('SELECT FROM users LIMIT 1')).length === 0;
  }

  insert(user: User): Promise<User> {
    return this.table.insert(user);
  }

  async save(user: User): Promise<void> {
    const values = [user.id, user.displayName, user.isActive, user.passwordMustChange];
    Object.assign(user, (await this.db.query(SAVE, values))[0]);
  }

  /** Exactly these; the names that no role has are given back. */
  async replaceRoles(userId: number, names: readonly string[]): Promise<string[]> {
    const roles = await this.db.query<{ id: number; name: string }>(ROLES_BY_NAME, [names]);
    const ids = roles.map(({ id }) => id);
    await this.db.execute(TAKE_ROLES, [userId, ids]);
    await this.db.execute(GIVE_ROLES, [userId, ids]);
    return names.filter((name) => !roles.some((role) => role.name === name));
  }

  async delete(id: number): Promise<void> {
    await this.db.execute('DELETE FROM users WHERE id = $1', [id]);
  }
}

function holdersOf(role: string): string {
  return `SELECT h.user_id FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE r.name = ${role}`;
}
