import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { EntityRepository } from '../../../platform/database/entity-repository.js';
import { Authenticator } from './authenticator.entity.js';

/** A new one takes the place of one that was never confirmed, and of no other. */
const PREPARE = `
  INSERT INTO second_factors (user_id, secret) VALUES ($1, $2)
  ON CONFLICT (user_id) DO UPDATE SET secret = EXCLUDED.secret, spent_steps = '{}', created_at = now()
  WHERE second_factors.confirmed_at IS NULL`;

/** The row lock decides between two concurrent uses: the second one finds the step spent. */
const SPEND_STEP = `
  UPDATE second_factors
  SET spent_steps = array_append(ARRAY(SELECT step FROM unnest(spent_steps) AS step WHERE step >= $3), $2)
  WHERE user_id = $1 AND NOT $2 = ANY (spent_steps)`;

const CONFIRM = 'UPDATE second_factors SET confirmed_at = now() WHERE user_id = $1 AND confirmed_at IS NULL';
const REMOVE = 'DELETE FROM second_factors WHERE user_id = $1 RETURNING confirmed_at IS NOT NULL AS "wasEnabled"';
/** Whoever deletes an account locks it before what hangs on it: the other way round, the two would wait for each other. */
const HOLD = 'SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE';
const SWITCH = 'UPDATE users SET totp_enabled = $2, updated_at = now() WHERE id = $1';

@Injectable()
export class SecondFactorRepository extends EntityRepository<Authenticator> {
  private readonly ofUser = `SELECT ${this.columns('a')} FROM second_factors a WHERE a.user_id = $1`;

  constructor(db: Database) {
    super(Authenticator, db);
  }

  findOfUser(userId: number): Promise<Authenticator | null> {
    return this.selectOne(this.ofUser, [userId]);
  }

  /** Locks the account until the transaction ends. Call before anything here that is to end in a switch. */
  async hold(userId: number): Promise<void> {
    await this.execute(HOLD, [userId]);
  }

  /** False where one is in force already. */
  async prepare(userId: number, sealedSecret: Buffer): Promise<boolean> {
    return (await this.execute(PREPARE, [userId, sealedSecret])) > 0;
  }

  /** False where the step was spent before; steps older than `oldest` are forgotten. */
  async spendStep(userId: number, step: number, oldest: number): Promise<boolean> {
    return (await this.execute(SPEND_STEP, [userId, step, oldest])) > 0;
  }

  /** False where it was confirmed before. */
  async confirm(userId: number): Promise<boolean> {
    if ((await this.execute(CONFIRM, [userId])) === 0) return false;
    await this.execute(SWITCH, [userId, true]);
    return true;
  }

  /** Whether one was in force; one that was only prepared goes too. */
  async takeDown(userId: number): Promise<boolean> {
    await this.hold(userId);
    const [removed] = await this.rows<{ wasEnabled: boolean }>(REMOVE, [userId]);
    if (!removed?.wasEnabled) return false;
    await this.execute(SWITCH, [userId, false]);
    return true;
  }

  /** Nothing where it was prepared anew meanwhile. */
  async sealAnew(userId: number, sealed: Buffer, sealedAnew: Buffer): Promise<void> {
    await this.update({ userId, secret: sealed }, { secret: sealedAnew });
  }
}
