import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { type SummaryLine, StartupSummary } from '../../../platform/lifecycle/startup-summary.js';

/**
 * The sign-in of the first administrator. The start of the program shows a generated password, once, and a configured
 * one never.
 *
 * @spec SPEC-012.2
 */
@Injectable()
export class FirstAdministrator {
  private signIn: ReturnType<Config['firstAdministrator']> | undefined;

  constructor(
    private readonly config: Config,
    private readonly summary: StartupSummary,
  ) {}

  /** @throws ConfigProblems in production where it is not configured */
  credentials(): { email: string; password: string } {
    this.signIn ??= this.config.firstAdministrator();
    return { email: this.signIn.email, password: this.signIn.password };
  }

  /** Call when the creation is committed. */
  created(): void {
    if (this.signIn) this.summary.add(...linesOf(this.signIn));
  }
}

function linesOf({ email, password, isGenerated }: ReturnType<Config['firstAdministrator']>): SummaryLine[] {
  if (!isGenerated) return [['Administrator', `${email}, with the password of ADMIN_PASSWORD`]];
  return [
    ['Administrator', email],
    ['Password', `${password}   (shown this once)`],
  ];
}
