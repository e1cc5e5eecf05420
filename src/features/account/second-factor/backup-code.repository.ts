import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { EntityRepository } from '../../../platform/database/entity-repository.js';
import { BackupCode } from './backup-code.entity.js';

const SPEND = `
  UPDATE backup_codes SET spent_at = now() WHERE user_id = $1 AND code_hash = ANY ($2::bytea[]) AND spent_at IS NULL`;
const SALTS = 'SELECT DISTINCT salt FROM backup_codes WHERE user_id = $1 AND salt IS NOT NULL';

/** Hashes under one salt. */
export interface NewBackupCodes {
  salt: Buffer;
  hashes: Buffer[];
}

@Injectable()
export class BackupCodeRepository extends EntityRepository<BackupCode> {
  constructor(db: Database) {
    super(BackupCode, db);
  }

  /** Of the person's codes; one, but for a renewal at this moment. */
  async listSalts(userId: number): Promise<Buffer[]> {
    return (await this.rows<{ salt: Buffer }>(SALTS, [userId])).map(({ salt }) => salt);
  }

  /** False where there is no such code, or it was spent before. */
  async spend(userId: number, hashes: Buffer[]): Promise<boolean> {
    return (await this.execute(SPEND, [userId, hashes])) > 0;
  }

  /** Call inside a transaction. */
  async replaceAll(userId: number, { salt, hashes }: NewBackupCodes): Promise<void> {
    await this.dropAll(userId);
    await this.insert(hashes.map((codeHash) => ({ userId, salt, codeHash })));
  }

  async dropAll(userId: number): Promise<void> {
    await this.delete({ userId });
  }
}
