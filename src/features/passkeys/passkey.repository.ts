import './passkey.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import type { Actor } from '../../platform/request/actor.js';
import { sessionLives } from '../sessions/session.entity.js';
import { Passkey } from './passkey.entity.js';

/** Whoever adds a passkey to an account holds it, so that they count what the others have added. */
const HOLD = 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE';
const STANDING = `
  SELECT count(*) AS count, ${sessionLives('$2')} AS "isSignedIn" FROM passkeys WHERE user_id = $1`;

/**
 * A counter only grows; an authenticator that doesn't count says 0 for ever. The person is locked before the passkey, as
 * by whoever deletes them.
 */
const USE = `
  WITH holder AS (SELECT id FROM users WHERE id = $3 AND is_active FOR NO KEY UPDATE)
  UPDATE passkeys p SET counter = $2, last_used_at = now() FROM holder
  WHERE p.id = $1 AND p.user_id = holder.id AND (p.counter < $2 OR (p.counter = 0 AND $2 = 0))`;

const REMOVE = 'DELETE FROM passkeys WHERE id = $1 AND user_id = $2';
const REMOVE_ALL = 'DELETE FROM passkeys WHERE user_id = $1';

type Standing = { count: number; isSignedIn: boolean };
type Place = { after: number | null; limit: number };
type Draft = Pick<Passkey, 'userId' | 'name' | 'credentialId' | 'publicKey' | 'counter' | 'transports'>;

@Injectable()
export class PasskeyRepository extends EntityRepository<Passkey> {
  private readonly byId = `SELECT ${this.columns()} FROM passkeys WHERE id = $1`;

  private readonly byCredential = `SELECT ${this.columns()} FROM passkeys WHERE credential_id = $1`;

  private readonly ofUser = `
    SELECT ${this.columns()} FROM passkeys WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3`;

  constructor(db: Database) {
    super(Passkey, db);
  }

  findById(id: number): Promise<Passkey | null> {
    return this.lookUp(this.byId, [id]);
  }

  findByCredential(credentialId: Buffer): Promise<Passkey | null> {
    return this.selectOne(this.byCredential, [credentialId]);
  }

  listOf(userId: number, { after, limit }: Place): Promise<Passkey[]> {
    return this.select(this.ofUser, [userId, after ?? 0, limit + 1]);
  }

  /** How many there are, and whether the session that asks has not ended. Until the transaction ends, nobody else adds one. */
  async hold({ id, sessionId }: Pick<Actor, 'id' | 'sessionId'>): Promise<Standing> {
    await this.execute(HOLD, [id]);
    const [standing] = await this.rows<Standing>(STANDING, [id, sessionId]);
    return standing as Standing;
  }

  async keep(draft: Draft): Promise<Passkey> {
    return this.add(draft);
  }

  /** Whether its owner is active, it is still there, and the counter has not gone back, also since it was read. */
  async use({ id, userId }: Passkey, counter: number): Promise<boolean> {
    return (await this.execute(USE, [id, counter, userId])) > 0;
  }

  /** Whether there was one. */
  async discard({ id, userId }: Passkey): Promise<boolean> {
    return (await this.execute(REMOVE, [id, userId])) > 0;
  }

  async discardAllOf(userId: number): Promise<void> {
    await this.execute(REMOVE_ALL, [userId]);
  }
}
