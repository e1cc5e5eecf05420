import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecretBox, UnreadableSecret } from '../../../platform/secrets/secret-box.js';
import { secondFactorErrors } from './second-factor.errors.js';
import type { Authenticator } from './authenticator.entity.js';
import { BackupCodeHashes } from './backup-code-hashes.js';
import { BackupCodeRepository, type NewBackupCodes } from './backup-code.repository.js';
import { newBackupCodes, oldestStep, plainBackupCode, stepOf } from './one-time-codes.js';
import { SecondFactorRepository } from './second-factor.repository.js';

const SALT_BYTES = 16;

/**
 * Checks the codes of a second factor and spends them: each one works once, whoever shows it first.
 *
 * @spec SPEC-013.25, SPEC-013.26, SPEC-013.27, SPEC-013.30, SPEC-013.37, SPEC-013.38
 */
@Injectable()
export class SecondFactorCodes {
  constructor(
    private readonly factors: SecondFactorRepository,
    private readonly backupCodes: BackupCodeRepository,
    private readonly box: SecretBox,
    private readonly hashes: BackupCodeHashes,
  ) {}

  /** What a person has: nothing, a secret that is not in force yet, or a second factor. */
  async state(userId: number): Promise<'none' | 'prepared' | 'enabled'> {
    const authenticator = await this.factors.findOfUser(userId);
    if (!authenticator) return 'none';
    return authenticator.confirmedAt ? 'enabled' : 'prepared';
  }

  /** Locks the account until the transaction ends: before a code is spent for a change of the second factor. */
  hold(userId: number): Promise<void> {
    return this.factors.hold(userId);
  }

  /** False where one is in force already. */
  prepare(userId: number, secret: string): Promise<boolean> {
    return this.factors.prepare(userId, this.box.seal(purpose(userId), secret));
  }

  /** False where it was in force before. */
  enable(userId: number): Promise<boolean> {
    return this.factors.confirm(userId);
  }

  /** Whether one was in force. Call inside a transaction: its backup codes go too. */
  async disable(userId: number): Promise<boolean> {
    if (!(await this.factors.takeDown(userId))) return false;
    await this.backupCodes.dropAll(userId);
    return true;
  }

  /**
   * False for a wrong code, one that was used, and a person without an authenticator.
   *
   * @throws AppError `totp_unreadable`
   */
  async spendTotp(userId: number, code: string, { confirmed = true } = {}): Promise<boolean> {
    const authenticator = await this.factors.findOfUser(userId);
    if (!authenticator || (authenticator.confirmedAt !== null) !== confirmed) return false;
    const now = Date.now();
    const step = stepOf(await this.secretOf(authenticator), code, now);
    return step !== null && this.factors.spendStep(userId, step, oldestStep(now));
  }

  /** What a backup code may be kept as. Call outside of transactions: it takes its time. */
  async hashesOf(userId: number, code: string): Promise<Buffer[]> {
    const plain = plainBackupCode(code);
    if (plain === null) return [];
    const salts = await this.backupCodes.listSalts(userId);
    const salted = await Promise.all(salts.map((salt) => this.hashes.salted(salt, plain)));
    return [...salted, ...this.hashes.keyed(userId, plain)];
  }

  spendBackupCode(userId: number, hashes: Buffer[]): Promise<boolean> {
    return this.backupCodes.spend(userId, hashes);
  }

  /** Ten new ones, not in force yet. Call outside of transactions: it takes its time. */
  async newBackupCodes(): Promise<NewBackupCodes & { codes: string[] }> {
    const codes = newBackupCodes();
    const salt = randomBytes(SALT_BYTES);
    const plain = codes.map((code) => code.replace('-', ''));
    return { codes, salt, hashes: await Promise.all(plain.map((code) => this.hashes.salted(salt, code))) };
  }

  /** They take the place of all others. */
  async replaceBackupCodes(userId: number, codes: NewBackupCodes): Promise<void> {
    await this.backupCodes.replaceAll(userId, codes);
  }

  private async secretOf({ userId, secret }: Authenticator): Promise<string> {
    try {
      return await this.box.open(purpose(userId), secret, (anew) => this.factors.sealAnew(userId, secret, anew));
    } catch (error) {
      throw error instanceof UnreadableSecret ? secondFactorErrors.unreadable() : error;
    }
  }
}

function purpose(userId: number): string {
  return `authenticator of ${userId}`;
}
