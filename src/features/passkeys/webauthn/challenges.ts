import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Every } from '../../../platform/events/on.js';
import { bytesOfBase64url } from '../../../platform/secrets/base64url.js';
import { type DerivedKeys, deriveKeys } from '../../../platform/secrets/derived-keys.js';
import { Clock } from '../../../platform/time/clock.js';
import { SpentChallengeRepository } from './spent-challenge.repository.js';

export const CHALLENGE_MINUTES = 5;
/** So long that a challenge has expired by any clock before it is forgotten. */
const FORGOTTEN_AFTER_MINUTES = 15;

const NONCE_BYTES = 32;
const TIME_BYTES = 6;
const BODY_BYTES = NONCE_BYTES + TIME_BYTES;

/**
 * Challenges for authenticators to sign. A challenge carries its time and is authenticated with `SECRET_KEY`, so nothing
 * is kept of those that nobody answers, however many are asked for; what is kept is which of them were answered. A
 * challenge of one purpose is none of another.
 *
 * @spec SPEC-040.9
 */
@Injectable()
export class Challenges {
  private readonly keys: DerivedKeys;

  constructor(
    private readonly spent: SpentChallengeRepository,
    private readonly clock: Clock,
    config: Config,
  ) {
    this.keys = deriveKeys(config, 'passkey challenge');
  }

  issue(purpose: string): Buffer {
    const time = Buffer.alloc(TIME_BYTES);
    time.writeUIntBE(this.clock.now().getTime(), 0, TIME_BYTES);
    const body = Buffer.concat([randomBytes(NONCE_BYTES), time]);
    return Buffer.concat([body, macOf(this.keys.current, purpose, body)]);
  }

  /** Whether it was issued for this purpose, has not expired and was not spent before. It is spent now. */
  async spend(challenge: string, purpose: string): Promise<boolean> {
    const bytes = bytesOfBase64url(challenge);
    if (!bytes || !this.isOurs(bytes, purpose) || this.isOver(bytes)) return false;
    return this.spent.spend(bytes.subarray(0, NONCE_BYTES));
  }

  @Every({ minutes: 1, as: 'clear-spent-challenges' })
  async clearSpent(): Promise<void> {
    await this.spent.clearOlderThan(FORGOTTEN_AFTER_MINUTES);
  }

  private isOurs(bytes: Buffer, purpose: string): boolean {
    const [body, mac] = [bytes.subarray(0, BODY_BYTES), bytes.subarray(BODY_BYTES)];
    return this.keys.all
      .map((key) => macOf(key, purpose, body))
      .some((right) => right.length === mac.length && timingSafeEqual(right, mac));
  }

  private isOver(bytes: Buffer): boolean {
    const issuedAt = bytes.readUIntBE(NONCE_BYTES, TIME_BYTES);
    return this.clock.now().getTime() - issuedAt > CHALLENGE_MINUTES * 60_000;
  }
}

function macOf(key: Buffer, purpose: string, body: Buffer): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n`).update(body).digest();
}
