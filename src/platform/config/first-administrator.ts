import { Injectable } from '@nestjs/common';
import { Config } from './config.js';

/**
 * The sign-in of the first administrator. The code that creates the account on an empty database reads it here and
 * reports the creation; the start of the program then shows a generated password once. A configured password is never
 * shown.
 *
 * @spec SPEC-012.2
 */
@Injectable()
export class FirstAdministrator {
  private signIn: ReturnType<Config['firstAdministrator']> | undefined;
  private wasCreated = false;

  constructor(private readonly config: Config) {}

  /** @throws ConfigProblems in production where it is not configured */
  credentials(): { email: string; password: string } {
    this.signIn ??= this.config.firstAdministrator();
    return { email: this.signIn.email, password: this.signIn.password };
  }

  /** Call when the creation is committed. */
  created(): void {
    this.wasCreated = true;
  }

  /** What to show of an administrator that this start created. */
  get news(): { email: string; password: string | null } | undefined {
    if (!this.wasCreated || !this.signIn) return undefined;
    const { email, password, isGenerated } = this.signIn;
    return { email, password: isGenerated ? password : null };
  }
}
