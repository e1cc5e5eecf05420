import './api-token.errors.js';
import { Injectable } from '@nestjs/common';
import { sessionOfToken } from '../../platform/access/api-tokens/token-session.js';
import type { KnownApiToken } from '../../platform/access/api-tokens/api-token-source.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import type { Identity } from '../../platform/request/actor.js';
import type { Permission } from '../../platform/request/permissions.js';
import { roleIn } from '../projects/project-member.entity.js';
import { permissionsOf } from '../roles/permissions/permission.entity.js';
import { sessionLives } from '../sessions/session.entity.js';
import { ApiToken } from './api-token.entity.js';

/** Whoever makes a token for an account holds it, so that they count what the others have made. */
const HOLD = 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE';

const STANDING = `
  SELECT ${permissionsOf('$1')} AS permissions, (SELECT count(*) FROM api_tokens t WHERE t.user_id = $1) AS count,
    ${sessionLives('$2')} AS "isSignedIn"`;

const READABLE = `
  SELECT p.id FROM unnest($2::bigint[]) AS asked (id) JOIN projects p ON p.id = asked.id
  WHERE $3 OR ${roleIn('p.id', '$1')} IS NOT NULL`;

const FIND = 'SELECT id, user_id AS "userId", expires_at AS "expiresAt" FROM api_tokens WHERE token_hash = $1';

const IDENTITY = `
  SELECT t.user_id AS "userId", u.password_must_change AS "passwordMustChange", t.permissions AS named,
    t.project_ids AS "projectIds", ${permissionsOf('t.user_id')} AS held
  FROM api_tokens t JOIN users u ON u.id = t.user_id
  WHERE t.id = $1 AND u.is_active AND (t.expires_at IS NULL OR t.expires_at > now())`;

const NOTE_USE = `
  UPDATE api_tokens SET last_used_at = now()
  WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;

const REVOKE = 'DELETE FROM api_tokens WHERE id = $1 AND user_id = $2';
const REVOKE_ALL = 'DELETE FROM api_tokens WHERE user_id = $1 RETURNING id';

/** What an account has when a token is made for it. */
export interface Standing {
  permissions: Permission[];
  count: number;
  /** Whether the session that asks has not ended. */
  isSignedIn: boolean;
}

type Row = Record<string, unknown>;
type Place = { after: number | null; limit: number };
type Draft = Pick<ApiToken, 'userId' | 'name' | 'prefix' | 'tokenHash' | 'permissions' | 'projectIds' | 'expiresAt'>;
type Found = Pick<Identity, 'userId' | 'passwordMustChange'> & {
  held: Permission[];
  named: Permission[] | null;
  projectIds: number[] | null;
};

@Injectable()
export class ApiTokenRepository extends EntityRepository<ApiToken> {
  private readonly byId = `SELECT ${this.columns()} FROM api_tokens WHERE id = $1`;

  private readonly ofUser = `
    SELECT ${this.columns()} FROM api_tokens WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3`;

  constructor(db: Database) {
    super(ApiToken, db);
  }

  findById(id: number): Promise<ApiToken | null> {
    return this.lookUp(this.byId, [id]);
  }

  listOf(userId: number, { after, limit }: Place): Promise<ApiToken[]> {
    return this.select(this.ofUser, [userId, after ?? 0, limit + 1]);
  }

  /** Until the transaction ends, nobody else makes a token for the account. */
  async standingOf(userId: number, sessionId: number): Promise<Standing> {
    await this.execute(HOLD, [userId]);
    const [standing] = await this.rows<Standing & Row>(STANDING, [userId, sessionId]);
    return standing as Standing;
  }

  /** Those of the projects in which the account is; with `all`, those that there are. */
  async projectsAmong(userId: number, ids: readonly number[], { all }: { all: boolean }): Promise<number[]> {
    return (await this.rows<{ id: number }>(READABLE, [userId, ids, all])).map(({ id }) => id);
  }

  async keep(draft: Draft): Promise<ApiToken> {
    return this.add(draft);
  }

  async findByHash(hash: Buffer): Promise<KnownApiToken | null> {
    return (await this.rows<KnownApiToken & Row>(FIND, [hash]))[0] ?? null;
  }

  /** Of a token that has not expired, of an active account. */
  async findIdentity(id: number): Promise<Identity | null> {
    const [found] = await this.rows<Found & Row>(IDENTITY, [id]);
    if (!found) return null;
    const { userId, passwordMustChange, held, named, projectIds } = found;
    const permissions = new Set(named ? held.filter((permission) => named.includes(permission)) : held);
    return { userId, sessionId: sessionOfToken(id), permissions, passwordMustChange, token: { id, projectIds } };
  }

  async noteUse(id: number): Promise<void> {
    await this.execute(NOTE_USE, [id]);
  }

  /** Whether there was one. */
  async revoke({ id, userId }: ApiToken): Promise<boolean> {
    return (await this.execute(REVOKE, [id, userId])) > 0;
  }

  /** The ids of those that there were. */
  async revokeAllOf(userId: number): Promise<number[]> {
    return (await this.rows<{ id: number }>(REVOKE_ALL, [userId])).map(({ id }) => id);
  }
}
