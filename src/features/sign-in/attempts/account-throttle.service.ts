import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../../platform/request/actor.js';
import { Config } from '../../../platform/config/config.js';
import { Every } from '../../../platform/events/on.js';
import { deriveKeys } from '../../../platform/secrets/derived-keys.js';
import { emailKey } from '../../../platform/addresses/email-address.js';
import { AttemptEntry } from './attempt-entry.js';
import { AttemptRepository } from './attempt.repository.js';
import { AttemptService, type CountedLimit, hasFailed } from './attempt.service.js';
import { KnownNetworks } from './known-networks.js';
import { signInErrors } from '../sign-in.errors.js';

const KIND = 'sign_in.account';
/** The number of failures in a row from which on an account is throttled (NIST SP 800-63B §5.2.2). */
const MAX_FAILURES = 100;
/** Every ten further failures double the pause; nobody waits in the queue for longer than two pauses. */
const MAX_PAUSE_SECONDS = 10;
const MAX_COUNTED = 140;
/** How long the rows of an attack are kept. */
const RETENTION_DAYS = 30;

const WRONG = { counts: [signInErrors.invalidCredentials().code] };
/** One at a time on all instances; nothing is ever refused for good. */
const ALONE: CountedLimit = {
  kind: 'sign_in.slow_account',
  failures: 1,
  windowSeconds: 60,
  counts: [],
  told: { field: 'password', code: 'login_failures' },
};

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
    private readonly attempts: AttemptRepository,
    private readonly turns: AttemptService,
    private readonly networks: KnownNetworks,
    config: Config,
  ) {
    this.key = deriveKeys(config, 'attempts').current;
  }

  /** Lets in at once, or in turn; whoever is wrong while the account is under attack leaves late. */
  async enter(visitor: Visitor, email: string): Promise<AttemptEntry> {
    const key = this.keyOf(email);
    const failures = await this.attempts.countFailures(KIND, key, MAX_COUNTED);
    const isStranger = failures >= MAX_FAILURES && !(await this.networks.includes(email, visitor.ip));
    const turn = isStranger ? await this.turns.enter(ALONE, key) : null;
    return new AttemptEntry(async (outcome) => {
      const isWrong = hasFailed(WRONG, outcome);
      if (isWrong) await pauseAfter(failures);
      await turn?.leave(outcome);
      if (isWrong) await this.attempts.add({ kind: KIND, key });
      else if (outcome.status === 'fulfilled' && failures > 0) await this.attempts.forgetAll(KIND, key);
    });
  }

  /** Ends the throttling: the person has proved by mail that the account is theirs. */
  async forgive(email: string): Promise<void> {
    await this.attempts.forgetAll(KIND, this.keyOf(email));
  }

  @Every({ minutes: 5, as: 'clear-account-throttle' })
  async clearOld(): Promise<void> {
    await this.attempts.clearOld(KIND, RETENTION_DAYS);
  }

  /** A keyed hash, so that the table doesn't reveal which addresses were tried. */
  private keyOf(email: string): string {
    return createHmac('sha256', this.key).update(emailKey(email)).digest('base64url');
  }
}

async function pauseAfter(failures: number): Promise<void> {
  if (failures < MAX_FAILURES) return;
  await sleep(1000 * Math.min(MAX_PAUSE_SECONDS, 2 ** Math.floor((failures - MAX_FAILURES) / 10)));
}
