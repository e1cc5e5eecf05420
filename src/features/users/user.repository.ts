import { Injectable } from '@nestjs/common';
import { AccessInvalidation } from '../../platform/access/identities/access-invalidation.js';
import { emailKey } from '../../platform/addresses/email-address.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { errors } from '../../platform/errors/errors.js';
import type { ListUsers } from './user.dto.js';
import { END_LINKS, type Profile, User, type UserKind, type UserState } from './user.entity.js';
import { userErrors } from './user.errors.js';

const ROLES = `ARRAY(
  SELECT r.name FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE h.user_id = users.id ORDER BY r.id) AS "roles"`;
const NAMES = 'SELECT id, display_name AS name FROM users WHERE id = ANY($1::bigint[])';
const LOCK = 'SELECT FROM users WHERE id = $1 FOR UPDATE';
const HOLDERS = 'SELECT h.user_id FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE r.name =';

/** Locks the roles, so that none of them is deleted before it is assigned. */
const ROLES_BY_NAME = 'SELECT id, name FROM roles WHERE name = ANY($1::text[]) ORDER BY id FOR KEY SHARE';
const ROLES_AMONG = 'SELECT name FROM roles WHERE name = ANY($1::text[]) ORDER BY id';
const TAKE_ROLES = 'DELETE FROM user_roles WHERE user_id = $1 AND NOT role_id = ANY($2::bigint[])';
const GIVE_ROLES = `
  INSERT INTO user_roles (user_id, role_id) SELECT $1, * FROM unnest($2::bigint[]) ON CONFLICT DO NOTHING`;

/** A service account is none: nobody signs in with it, and it may have no token. */
const ACTIVE_ADMINISTRATOR = `
  SELECT FROM roles r JOIN user_roles h ON h.role_id = r.id JOIN users u ON u.id = h.user_id
  WHERE r.is_protected AND u.is_active AND u.kind = 'person' LIMIT 1`;

const MOVE = `
  UPDATE users SET email = $2, email_key = $3, email_confirmed_at = now(), updated_at = now(), ${END_LINKS} WHERE id = $1`;
const CONFIRM_EMAIL = `
  UPDATE users SET email_confirmed_at = now(), updated_at = now() WHERE id = $1 AND email_confirmed_at IS NULL`;

type UserList = Pick<ListUsers, 'after' | 'limit'> & Partial<Pick<ListUsers, 'email' | 'is_active' | 'role'>>;

/** Accounts and the roles they hold. What is changed here is announced to every instance, for it may change rights. */
@Injectable()
export class UserRepository extends EntityRepository<User> {
  private readonly all = `SELECT ${this.shown} FROM users`;
  private readonly byId = `${this.all} WHERE users.id = $1`;
  private readonly byEmail = `${this.all} WHERE users.email_key = $1`;
  private readonly active = `${this.byId} AND users.is_active FOR KEY SHARE OF users`;

  constructor(
    db: Database,
    private readonly invalidation: AccessInvalidation,
  ) {
    super(User, db);
  }

  findById(id: number): Promise<User | null> {
    return this.lookUp(this.byId, [id]);
  }

  /** Null for an account of the other kind. */
  async findOf(kind: UserKind, id: number): Promise<User | null> {
    const user = await this.findById(id);
    return user?.kind === kind ? user : null;
  }

  /** @throws AppError `not_found` */
  async getById(id: number): Promise<User> {
    const user = await this.findById(id);
    if (!user) throw errors.notFound('user');
    return user;
  }

  /** Locks the row until the transaction ends, and reads it after that: the lock may have been waited for. */
  async findToChange(id: number): Promise<User | null> {
    await this.execute(LOCK, [id]);
    return this.findById(id);
  }

  /** The lock keeps out those who `findToChange`, and lets the foreign keys of others through. */
  findActive(id: number): Promise<User | null> {
    return this.selectOne(this.active, [id]);
  }

  findByEmail(email: string): Promise<User | null> {
    return this.selectOne(this.byEmail, [emailKey(email)]);
  }

  list(kind: UserKind, { email, is_active, role, after, limit }: UserList): Promise<User[]> {
    const values: unknown[] = [after ?? 0, limit + 1];
    const where = ['users.id > $1', `users.kind = '${kind}'`];
    if (email !== undefined) where.push(`users.email_key = $${values.push(emailKey(email))}`);
    if (is_active !== undefined) where.push(is_active ? 'users.is_active' : 'NOT users.is_active');
    if (role !== undefined) where.push(`users.id IN (${HOLDERS} $${values.push(role)})`);
    return this.select(`${this.all} WHERE ${where.join(' AND ')} ORDER BY users.id LIMIT $2`, values);
  }

  async namesOf(ids: readonly number[]): Promise<Map<number, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.rows<{ id: number; name: string }>(NAMES, [ids]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Those of the names that are names of roles. */
  async rolesAmong(names: readonly string[]): Promise<string[]> {
    return (await this.rows<{ name: string }>(ROLES_AMONG, [names])).map(({ name }) => name);
  }

  async isThereAnybody(): Promise<boolean> {
    return (await this.execute('SELECT FROM users LIMIT 1')) > 0;
  }

  /** @throws AppError `email_taken`, `validation_failed` for a role that there isn't */
  async addWith(roles: readonly string[], draft: Omit<Partial<User>, 'roles'>): Promise<User> {
    const { id } = await this.add(draft);
    await this.giveRoles(id, roles);
    return this.getById(id);
  }

  /** @throws AppError `validation_failed` for a role that there isn't */
  async write(id: number, { roles, ...values }: UserState): Promise<User> {
    await this.giveRoles(id, roles);
    await this.set(id, values);
    return this.getById(id);
  }

  /** Writes these columns. */
  async set(id: number, values: Partial<Omit<UserState, 'roles'> & Profile>): Promise<void> {
    await this.update(id, values);
    await this.invalidation.announce({ userId: id });
  }

  /** Changes the address, which is confirmed by that. Ends all links of the user. */
  async move(id: number, email: string, key: string): Promise<void> {
    await this.execute(MOVE, [id, email, key]);
    await this.invalidation.announce({ userId: id });
  }

  /** Returns false if it was confirmed before. */
  async confirmEmail(id: number): Promise<boolean> {
    return (await this.execute(CONFIRM_EMAIL, [id])) > 0;
  }

  /** Refused by the database while they own a project. */
  async deleteById(id: number): Promise<void> {
    await this.delete(id);
    await this.invalidation.announce({ userId: id });
  }

  async hasActiveAdministrator(): Promise<boolean> {
    return (await this.execute(ACTIVE_ADMINISTRATOR)) > 0;
  }

  protected override get shown(): string {
    return `${this.columns()}, ${ROLES}`;
  }

  private async giveRoles(id: number, roles: readonly string[]): Promise<void> {
    const found = await this.rows<{ id: number; name: string }>(ROLES_BY_NAME, [roles]);
    const unknown = roles.find((role) => !found.some(({ name }) => name === role));
    if (unknown !== undefined) throw userErrors.unknownRole(unknown);
    const ids = found.map((role) => role.id);
    await this.execute(TAKE_ROLES, [id, ids]);
    await this.execute(GIVE_ROLES, [id, ids]);
  }
}
