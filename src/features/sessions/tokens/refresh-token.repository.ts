import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { EntityRepository } from '../../../platform/database/entity-repository.js';
import { RefreshToken } from './refresh-token.entity.js';

/** The session first, parent before child: so nobody who ends it or deletes its person waits for us in a circle. */
const FIND = `
  SELECT t.id, s.id AS "sessionId", s.user_id AS "userId",
    s.ended_at IS NULL AND s.expires_at > now() AND u.is_active AS "isAlive"
  FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
  WHERE t.token_hash = $1 FOR NO KEY UPDATE OF s`;

const KEEP = `
  INSERT INTO refresh_tokens (session_id, token_hash, expires_at)
  VALUES ($1, $2, now() + make_interval(secs => $3))`;

/** Spends the token: of several concurrent uses, exactly one succeeds. */
const SPEND = `
  UPDATE refresh_tokens SET spent_at = clock_timestamp(), salt = $2
  WHERE id = $1 AND spent_at IS NULL AND expires_at > now()`;

const SPENT = `
  SELECT salt, $2::float8 > 0 AND spent_at > clock_timestamp() - make_interval(secs => $2::float8) AS "isRecent"
  FROM refresh_tokens WHERE id = $1 AND spent_at IS NOT NULL`;

const UNUSED = `
  SELECT floor(extract(epoch FROM expires_at - clock_timestamp()))::integer AS "secondsLeft" FROM refresh_tokens
  WHERE token_hash = $1 AND spent_at IS NULL AND expires_at > clock_timestamp()`;

/** A stored token, spent or not. */
export type KnownToken = {
  id: number;
  sessionId: number;
  userId: number;
  /** Whether its session is active. */
  isAlive: boolean;
};

@Injectable()
export class RefreshTokenRepository extends EntityRepository<RefreshToken> {
  private readonly lifetimeSeconds: number;
  private readonly graceSeconds: number;

  constructor(db: Database, config: Config) {
    super(RefreshToken, db);
    this.lifetimeSeconds = Math.floor(config.refreshTokenExpireDays * 86_400);
    this.graceSeconds = config.refreshReuseGraceSeconds;
  }

  /** Locks its session until the transaction ends. */
  async findToUse(hash: Buffer): Promise<KnownToken | null> {
    return (await this.rows<KnownToken>(FIND, [hash]))[0] ?? null;
  }

  /** @returns how many seconds it is good for */
  async keep(sessionId: number, hash: Buffer): Promise<number> {
    await this.execute(KEEP, [sessionId, hash, this.lifetimeSeconds]);
    return this.lifetimeSeconds;
  }

  /** Whether this call spent it. */
  async spend(id: number, salt: Buffer): Promise<boolean> {
    return (await this.execute(SPEND, [id, salt])) > 0;
  }

  /** Null for one that is not spent; recent is within the grace. */
  async findSpent(id: number): Promise<{ salt: Buffer; isRecent: boolean } | null> {
    return (await this.rows<{ salt: Buffer; isRecent: boolean }>(SPENT, [id, this.graceSeconds]))[0] ?? null;
  }

  /** How long an unused token is still good; null for any other. */
  async secondsLeft(hash: Buffer): Promise<number | null> {
    return (await this.rows<{ secondsLeft: number }>(UNUSED, [hash]))[0]?.secondsLeft ?? null;
  }
}
