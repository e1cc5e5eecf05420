import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Table, columns } from '../../platform/database/table.js';
import { Authenticator } from './authenticator.entity.js';

const FIND = `SELECT ${columns(Authenticator, 'a')} FROM second_factors a WHERE a.user_id = $1`;

/** A new secret replaces one that was never confirmed, and no other. */
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
const SEAL_ANEW = 'UPDATE second_factors SET secret = $3 WHERE user_id = $1 AND secret = $2';
const SWITCH = 'UPDATE users SET totp_enabled = $2, updated_at = now() WHERE id = $1';

const SPEND_CODE = `
  UPDATE backup_codes SET spent_at = now() WHERE user_id = $1 AND code_hash = ANY ($2::bytea[]) AND spent_at IS NULL`;
const SALTS = 'SELECT DISTINCT salt FROM backup_codes WHERE user_id = $1 AND salt IS NOT NULL';
const DROP_CODES = 'DELETE FROM backup_codes WHERE user_id = $1';
const KEEP_CODES = 'INSERT INTO backup_codes (user_id, salt, code_hash) SELECT $1, $2, unnest($3::bytea[])';

/** Hashes under one salt. */
export interface NewBackupCodes {
  salt: Buffer;
  hashes: Buffer[];
}

@Injectable()
export class SecondFactorRepository {
  private readonly authenticators: Table<Authenticator>;

  constructor(private readonly db: Database) {
    this.authenticators = new Table(db, Authenticator);
  }

  find(userId: number): Promise<Authenticator | null> {
    return this.authenticators.find(FIND, [userId]);
  }

  /** False where one is in force already. */
  async prepare(userId: number, sealedSecret: Buffer): Promise<boolean> {
    return (await this.db.execute(PREPARE, [userId, sealedSecret])) > 0;
  }

  /** False where the step was spent before; steps older than `oldest` are forgotten. */
  async spendStep(userId: number, step: number, oldest: number): Promise<boolean> {
    return (await this.db.execute(SPEND_STEP, [userId, step, oldest])) > 0;
  }

  /** False where it was confirmed before. */
  async confirm(userId: number): Promise<boolean> {
    if ((await this.db.execute(CONFIRM, [userId])) === 0) return false;
    await this.db.execute(SWITCH, [userId, true]);
    return true;
  }

  /** Whether one was in force; one that was only prepared goes too. */
  async remove(userId: number): Promise<boolean> {
    const [removed] = await this.db.query<{ wasEnabled: boolean }>(REMOVE, [userId]);
    if (!removed?.wasEnabled) return false;
    await this.db.execute(DROP_CODES, [userId]);
    await this.db.execute(SWITCH, [userId, false]);
    return true;
  }

  /** Nothing where it was prepared anew meanwhile. */
  async sealAnew(userId: number, sealed: Buffer, sealedAnew: Buffer): Promise<void> {
    await this.db.execute(SEAL_ANEW, [userId, sealed, sealedAnew]);
  }

  /** Of the person's codes; one, but for a renewal at this moment. */
  async listSalts(userId: number): Promise<Buffer[]> {
    return (await this.db.query<{ salt: Buffer }>(SALTS, [userId])).map(({ salt }) => salt);
  }

  /** False where there is no such code, or it was spent before. */
  async spendCode(userId: number, hashes: Buffer[]): Promise<boolean> {
    return (await this.db.execute(SPEND_CODE, [userId, hashes])) > 0;
  }

  async replaceCodes(userId: number, { salt, hashes }: NewBackupCodes): Promise<void> {
    await this.db.execute(DROP_CODES, [userId]);
    await this.db.execute(KEEP_CODES, [userId, salt, hashes]);
  }
}
