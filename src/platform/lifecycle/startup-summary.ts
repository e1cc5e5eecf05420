import { Injectable } from '@nestjs/common';

export type SummaryLine = readonly [name: string, value: string];

/**
 * What whoever starts the program should see beside its addresses: features add their lines while it starts. Shown to
 * people, once, and never logged.
 */
@Injectable()
export class StartupSummary {
  private readonly added: SummaryLine[] = [];

  add(...lines: readonly SummaryLine[]): void {
    this.added.push(...lines);
  }

  get lines(): readonly SummaryLine[] {
    return this.added;
  }
}
