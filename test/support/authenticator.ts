import { setTimeout as sleep } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import type { Person } from './people.js';
import { PASSWORD } from './people.js';

const STEP_MS = 30_000;
/** A code of the step before now is good until the step ends: it needs time to arrive. */
const NEEDED_MS = 5_000;

/** An authenticator app: shows the codes of a secret. The program takes those of now, of one step ago and one ahead. */
export class AuthenticatorApp {
  private readonly made = currentStep();
  private spent = 0;

  constructor(readonly secret: string) {}

  /**
   * The first code that `next` has not given yet, or so many steps later: the same at each call, however late. Good for
   * half a minute at least.
   */
  code(steps = 0): string {
    return this.at((this.spent ? this.spent + 1 : this.made) + steps);
  }

  /** A code that was not used before and that the program takes now; waits until there is one. */
  async next(): Promise<string> {
    if (STEP_MS - (Date.now() % STEP_MS) < NEEDED_MS) await nextStep();
    this.spent = Math.max(this.spent + 1, currentStep() - 1);
    while (this.spent > currentStep() + 1) await nextStep();
    return this.at(this.spent);
  }

  /** Six digits that are none of the codes that are taken now. */
  wrong(): string {
    const right = [-2, -1, 0, 1, 2].map((steps) => this.at(currentStep() + steps));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? '';
  }

  private at(step: number): string {
    return new TOTP({ secret: Secret.fromBase32(this.secret) }).generate({ timestamp: step * STEP_MS });
  }
}

function currentStep(): number {
  return Math.floor(Date.now() / STEP_MS);
}

/** A timer may fire a moment early. */
function nextStep(): Promise<void> {
  return sleep(STEP_MS - (Date.now() % STEP_MS) + 10);
}

/** Sets up a second factor; the code of the step before now is spent by it. */
export async function enableSecondFactor(person: Person): Promise<{ app: AuthenticatorApp; backupCodes: string[] }> {
  const prepared = await person.post('/users/me/totp', { current_password: PASSWORD });
  const app = new AuthenticatorApp((prepared.body.data as { secret: string }).secret);
  const confirmed = await person.post('/users/me/totp/confirm', { totp_code: await app.next() });
  if (confirmed.status !== 200) throw new Error(`Not confirmed: ${confirmed.text}`);
  return { app, backupCodes: (confirmed.body.data as { backup_codes: string[] }).backup_codes };
}
