import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Connections } from './connections.js';

/** A timer for longer fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Closes connections when their tokens expire, by one timer for the earliest: one for each socket would cost memory. */
@Injectable()
export class TokenExpiry implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private earliest = Infinity;

  constructor(private readonly connections: Connections) {}

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  /** @param expiresAt in milliseconds since 1970, of a connection that is open; null for never */
  expect(expiresAt: number | null): void {
    if (expiresAt !== null && expiresAt < this.earliest) this.awaitEarliest(expiresAt);
  }

  private awaitEarliest(expiresAt: number): void {
    this.earliest = expiresAt;
    clearTimeout(this.timer);
    if (expiresAt === Infinity) return;
    this.timer = setTimeout(() => this.closeExpired(), Math.min(expiresAt - Date.now(), LONGEST_TIMER_MS)).unref();
  }

  private closeExpired(): void {
    let earliest = Infinity;
    for (const connection of this.connections.list()) {
      const { expiresAt } = connection.pass;
      if (expiresAt === null) continue;
      if (expiresAt <= Date.now()) connection.close('token_expired');
      else earliest = Math.min(earliest, expiresAt);
    }
    this.awaitEarliest(earliest);
  }
}
