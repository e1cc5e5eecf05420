import { Secret, TOTP } from 'otpauth';
import type { Person } from './people.js';
import { PASSWORD } from './people.js';

/** An authenticator app: shows the codes of a secret. */
export class AuthenticatorApp {
  constructor(readonly secret: string) {}

  /** The code of now, or of so many steps later or earlier. */
  code(steps = 0): string {
    const totp = new TOTP({ secret: Secret.fromBase32(this.secret) });
    return totp.generate({ timestamp: Date.now() + steps * 30_000 });
  }

  /** Six digits that are none of the codes that are taken now. */
  wrong(): string {
    const right = [-2, -1, 0, 1, 2].map((steps) => this.code(steps));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? '';
  }
}

/** Sets up a second factor; the code of the step before now is spent by it. */
export async function enableSecondFactor(person: Person): Promise<{ app: AuthenticatorApp; backupCodes: string[] }> {
  const prepared = await person.post('/users/me/totp', { current_password: PASSWORD });
  const app = new AuthenticatorApp((prepared.body.data as { secret: string }).secret);
  const confirm = () => person.post('/users/me/totp/confirm', { totp_code: app.code(-1) });
  let confirmed = await confirm();
  // Where a step ended on the way, that code was two steps old.
  if (confirmed.status === 401) confirmed = await confirm();
  if (confirmed.status !== 200) throw new Error(`Not confirmed: ${confirmed.text}`);
  return { app, backupCodes: (confirmed.body.data as { backup_codes: string[] }).backup_codes };
}
