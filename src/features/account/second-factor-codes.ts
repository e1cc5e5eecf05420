import { createHmac, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { newBackupCodes, oldestStep, plainBackupCode, stepOf } from './one-time-codes.js';
import { SecondFactorRepository } from './second-factor.repository.js';

/**
 * Checks the codes of a second factor and spends them: each one works once, whoever shows it first.
 *
 * @spec SPEC-013.25, SPEC-013.26, SPEC-013.27, SPEC-013.30
 */
@Injectable()
export class SecondFactorCodes {
  private readonly key: Buffer;

  constructor(
    private readonly factors: SecondFactorRepository,
    private readonly box: SecretBox,
    config: Config,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', config.secretKey, '', 'fasttrack backup codes', 32));
  }

  /** What a person has: nothing, a secret that is not in force yet, or a second factor. */
  async state(userId: number): Promise<'none' | 'prepared' | 'enabled'> {
    const authenticator = await this.factors.find(userId);
    if (!authenticator) return 'none';
    return authenticator.confirmedAt ? 'enabled' : 'prepared';
  }

  /** False where one is in force already. */
  prepare(userId: number, secret: string): Promise<boolean> {
    return this.factors.prepare(userId, this.box.seal(purpose(userId), secret));
  }

  /** False where it was in force before. */
  enable(userId: number): Promise<boolean> {
    return this.factors.confirm(userId);
  }

  disable(userId: number): Promise<void> {
    return this.factors.remove(userId);
  }

  /** False for a wrong code, one that was used, and a person without an authenticator. */
  async spendTotp(userId: number, code: string, { confirmed = true } = {}): Promise<boolean> {
    const authenticator = await this.factors.find(userId);
    if (!authenticator || (authenticator.confirmedAt !== null) !== confirmed) return false;
    const now = Date.now();
    const step = stepOf(this.box.open(purpose(userId), authenticator.secret), code, now);
    return step !== null && this.factors.spendStep(userId, step, oldestStep(now));
  }

  spendBackupCode(userId: number, code: string): Promise<boolean> {
    return this.factors.spendCode(userId, this.hash(userId, code));
  }

  /** Ten new ones in place of all others; only their hashes are kept. */
  async replaceBackupCodes(userId: number): Promise<string[]> {
    const codes = newBackupCodes();
    await this.factors.replaceCodes(
      userId,
      codes.map((code) => this.hash(userId, code)),
    );
    return codes;
  }

  /** Keyed, because 49 bits could be tried through by whoever has the table alone. */
  private hash(userId: number, code: string): Buffer {
    return createHmac('sha256', this.key)
      .update(`${userId} ${plainBackupCode(code)}`)
      .digest();
  }
}

function purpose(userId: number): string {
  return `authenticator of ${userId}`;
}
