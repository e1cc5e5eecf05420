import { Injectable } from '@nestjs/common';
import type { Identity, Visitor } from '../../platform/request/actor.js';
import type { Permission } from '../../platform/request/permissions.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { END_LINKS } from '../users/user.entity.js';
import { Session } from './session.entity.js';

const LIVING = 's.ended_at IS NULL AND s.expires_at > now()';

const IDENTITY = `
  SELECT s.id AS "sessionId", s.user_id AS "userId", u.password_must_change AS "passwordMustChange", ARRAY(
    SELECT p.name FROM user_roles h JOIN role_permissions g ON g.role_id = h.role_id
    JOIN permissions p ON p.id = g.permission_id WHERE h.user_id = s.user_id
  ) AS permissions
  FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1 AND ${LIVING} AND u.is_active`;

const TOUCH = `
  UPDATE sessions SET last_used_at = now(), expires_at = now() + make_interval(secs => $2) WHERE id = $1`;

const ADDRESSES = 'SELECT DISTINCT ip FROM sessions WHERE user_id = $1';

const END_ONE = `
  UPDATE sessions s SET ended_at = now() WHERE s.id = $1 AND s.user_id = $2 AND ${LIVING}`;
/** Who asks for an end to all sessions fears that somebody else is in: what was sent by mail goes with them. */
const END_MAIL_LINKS = `UPDATE users SET ${END_LINKS} WHERE id = $1`;
/** Locked in the order of their ids, so that two who end them all don't wait for each other. */
const END_ALL = `
  WITH living AS (
    SELECT s.id FROM sessions s WHERE s.user_id = $1 AND s.id IS DISTINCT FROM $2 AND ${LIVING} ORDER BY s.id FOR UPDATE
  )
  UPDATE sessions s SET ended_at = now() FROM living WHERE s.id = living.id RETURNING s.id`;

const CLEAR =
  'DELETE FROM sessions WHERE id = ANY (ARRAY(SELECT id FROM sessions WHERE expires_at < now() LIMIT 1000))';

/** Where a page starts, and how long it may be. */
export type Place = { after: number | null; limit: number };

@Injectable()
export class SessionRepository extends EntityRepository<Session> {
  private readonly toStart = `
    INSERT INTO sessions AS s (user_id, ip, user_agent, expires_at)
    VALUES ($1, $2, $3, now() + make_interval(secs => $4)) RETURNING ${this.columns('s')}`;

  private readonly page = `
    SELECT ${this.columns('s')} FROM sessions s
    WHERE s.user_id = $1 AND ${LIVING} AND s.id > $2 ORDER BY s.id LIMIT $3`;

  private readonly living = `SELECT ${this.columns('s')} FROM sessions s WHERE s.id = $1 AND ${LIVING}`;

  /** A session lives until the last of its tokens expires. */
  private readonly lifetimeSeconds: number;

  constructor(db: Database, config: Config) {
    super(Session, db);
    this.lifetimeSeconds = Math.max(config.refreshTokenExpireDays * 86_400, config.accessTokenExpireMinutes * 60);
  }

  /** Of a living session of an active person. */
  async findIdentity(id: number): Promise<Identity | null> {
    const [found] = await this.rows<Omit<Identity, 'permissions'> & { permissions: Permission[] }>(IDENTITY, [id]);
    return found ? { ...found, permissions: new Set(found.permissions) } : null;
  }

  findLiving(id: number): Promise<Session | null> {
    return this.selectOne(this.living, [id]);
  }

  async start(userId: number, { ip, userAgent }: Visitor): Promise<Session> {
    return (await this.selectOne(this.toStart, [userId, ip, userAgent, this.lifetimeSeconds])) as Session;
  }

  async touch(id: number): Promise<void> {
    await this.execute(TOUCH, [id, this.lifetimeSeconds]);
  }

  listLiving(userId: number, { after, limit }: Place): Promise<Session[]> {
    return this.select(this.page, [userId, after ?? 0, limit + 1]);
  }

  /** Addresses from which the person has signed in lately. */
  async listAddresses(userId: number): Promise<string[]> {
    return (await this.rows<{ ip: string }>(ADDRESSES, [userId])).map(({ ip }) => ip);
  }

  /** Whether it was theirs, and living. */
  async end(id: number, userId: number): Promise<boolean> {
    return (await this.execute(END_ONE, [id, userId])) > 0;
  }

  /**
   * Ends the open links too. The person comes first, as at sign-in.
   *
   * @returns the ids of the sessions that were living
   */
  async endAll(userId: number, exceptId: number | null): Promise<number[]> {
    await this.execute(END_MAIL_LINKS, [userId]);
    return (await this.rows<{ id: number }>(END_ALL, [userId, exceptId])).map(({ id }) => id);
  }

  /** With their refresh tokens: until now a stolen one would have been noticed. */
  async clearExpired(): Promise<void> {
    await this.execute(CLEAR);
  }
}
