import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { EntityRepository } from '../../../platform/database/entity-repository.js';
import { SignInCode } from './sign-in-code.entity.js';

const GOOD = 'c.code_hash = $1 AND c.expires_at > $2 AND u.id = c.user_id AND u.is_active AND u.link_epoch = c.epoch';

const OWNER = `SELECT c.user_id AS "userId" FROM sign_in_codes c JOIN users u ON u.id = c.user_id WHERE ${GOOD}`;

/** The person comes first, as wherever accounts are changed. */
const SPEND = `
  WITH owner AS (
    SELECT u.id, u.is_active, u.link_epoch FROM users u
    WHERE u.id = (SELECT user_id FROM sign_in_codes WHERE code_hash = $1) FOR NO KEY UPDATE
  )
  DELETE FROM sign_in_codes c USING owner u WHERE ${GOOD}`;

const CLEAR = `
  DELETE FROM sign_in_codes WHERE id = ANY (ARRAY(SELECT id FROM sign_in_codes WHERE expires_at < now() LIMIT 5000))`;

@Injectable()
export class SignInCodeRepository extends EntityRepository<SignInCode> {
  constructor(db: Database) {
    super(SignInCode, db);
  }

  async keep(code: Omit<SignInCode, 'id' | 'user'>): Promise<void> {
    await this.add(code);
  }

  /** Null for a code that is no good. */
  async ownerOf(codeHash: Buffer, now: Date): Promise<number | null> {
    return (await this.rows<{ userId: number }>(OWNER, [codeHash, now]))[0]?.userId ?? null;
  }

  /** Whether it was good: of all that come with it, one is told so. */
  async spend(codeHash: Buffer, now: Date): Promise<boolean> {
    return (await this.execute(SPEND, [codeHash, now])) > 0;
  }

  async clearOld(): Promise<void> {
    await this.execute(CLEAR);
  }
}
