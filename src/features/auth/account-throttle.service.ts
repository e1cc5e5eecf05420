import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { Config } from '../../platform/config/config.js';
import { Every } from '../../platform/events/on.js';
import { deriveKeys } from '../../platform/secrets/derived-keys.js';
import { emailKey } from '../../platform/addresses/email-address.js';
import { authErrors } from './auth.errors.js';
import { AttemptRepository } from './attempt.repository.js';
import { AttemptService, isCounted } from './attempt.service.js';
import { KnownNetworks } from './known-networks.js';

const KIND = 'sign_in.account';
/** The number of failures in a row from which on an account is throttled (NIST SP 800-63B §5.2.2). */
const MAX_FAILURES = 100;
/** Every ten further failures double the pause; nobody waits in the queue for longer than two pauses. */
const MAX_PAUSE_SECONDS = 10;
const MAX_COUNTED = 140;
/** How long the rows of an attack are kept. */
const RETENTION_DAYS = 30;

const WRONG = { counts: [authErrors.invalidCredentials().code] };
/** One attempt at a time, over all instances; no attempt is refused for ever. */
const ALONE = { kind: 'sign_in.slow_account', failures: 1, windowSeconds: 60, counts: [] };

/**
 * Slows down guessing the password of one account from many addresses. After a hundred failures in a row, attempts from
 * unknown networks are checked one at a time, and a failure is answered late, so that guesses are seconds apart. A
 * right password is answered at once. Attempts from networks where the person has signed in before don't wait in that
 * queue. A password reset ends the throttling. Failures are counted by e-mail address, whether or not an account has
 * it.
 *
 * @spec SPEC-009.15
 */
@Injectable()
export class AccountThrottle {
  private readonly key: Buffer;

  constructor(
    private readonly failures: AttemptRepository,
    private readonly attempts: AttemptService,
    private readonly places: KnownNetworks,
    config: Config,
  ) {
    this.key = deriveKeys(config, 'attempts').current;
  }

  async make<T>(visitor: Visitor, email: string, attempt: () => Promise<T>): Promise<T> {
    const key = this.keyOf(email);
    const count = await this.failures.countFailures(KIND, key, MAX_COUNTED);
    try {
      const result = await (count < MAX_FAILURES
        ? attempt()
        : this.makeSlowly(visitor, email, () => late(count, attempt)));
      if (count > 0) await this.failures.forgetAll(KIND, key);
      return result;
    } catch (error) {
      if (isCounted(WRONG, error)) await this.failures.add(KIND, key);
      throw error;
    }
  }

  /** Ends the throttling: the person has proved by mail that the account is theirs. */
  async forgive(email: string): Promise<void> {
    await this.failures.forgetAll(KIND, this.keyOf(email));
  }

  @Every({ minutes: 5 })
  async clearOld(): Promise<void> {
    await this.failures.clear(KIND, RETENTION_DAYS);
  }

  private async makeSlowly<T>(visitor: Visitor, email: string, attempt: () => Promise<T>): Promise<T> {
    const isKnownThere = await this.places.includes(email, visitor.ip);
    return isKnownThere ? attempt() : this.attempts.make(ALONE, this.keyOf(email), attempt);
  }

  /** A keyed hash, so that the table doesn't reveal which addresses were tried. */
  private keyOf(email: string): string {
    return createHmac('sha256', this.key).update(emailKey(email)).digest('base64url');
  }
}

async function late<T>(failures: number, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (isCounted(WRONG, error))
      await sleep(1000 * Math.min(MAX_PAUSE_SECONDS, 2 ** Math.floor((failures - MAX_FAILURES) / 10)));
    throw error;
  }
}
