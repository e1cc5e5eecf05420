import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Every } from '../../../platform/events/on.js';
import { Clock } from '../../../platform/time/clock.js';
import type { User } from '../../users/user.entity.js';
import { SignInCodeRepository } from './sign-in-code.repository.js';

const SECONDS = 60;

/** A code that is good for one session, within a minute. Only its hash is kept. */
@Injectable()
export class SignInCodes {
  constructor(
    private readonly codes: SignInCodeRepository,
    private readonly clock: Clock,
  ) {}

  async issue({ id: userId, linkEpoch: epoch }: User): Promise<string> {
    const code = randomBytes(32).toString('base64url');
    const expiresAt = new Date(this.clock.now().getTime() + SECONDS * 1000);
    await this.codes.keep({ codeHash: hashOf(code), userId, epoch, expiresAt });
    return code;
  }

  /** Null for a code that is no good. */
  ownerOf(code: string): Promise<number | null> {
    return this.codes.ownerOf(hashOf(code), this.clock.now());
  }

  /** Whether it was good until now. */
  spend(code: string): Promise<boolean> {
    return this.codes.spend(hashOf(code), this.clock.now());
  }

  @Every({ minutes: 5, as: 'clear-sign-in-codes' })
  async clearOld(): Promise<void> {
    await this.codes.clearOld();
  }
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
