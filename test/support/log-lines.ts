import { createLog } from '../../src/platform/logging/create-log.js';
import type { Log } from '../../src/platform/logging/log.js';

/** The program's log as in production, every level of it, kept to be looked at. */
export class LogLines {
  readonly lines: string[] = [];
  readonly log: Log;

  constructor() {
    this.log = createLog({ logLevel: 'trace', isProduction: true }, { write: (line) => this.lines.push(line) });
  }

  get all(): string {
    return this.lines.join('');
  }

  /** What was written of this request. */
  of(requestId: string): Record<string, unknown>[] {
    const parsed = this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    return parsed.filter((line) => line.request_id === requestId);
  }
}
