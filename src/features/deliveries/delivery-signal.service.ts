import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** Rings after the commit where there is something to send, for whoever sends on this instance; others look by themselves. */
@Injectable()
export class DeliverySignal {
  private hear: () => void = () => undefined;

  constructor(private readonly db: Database) {}

  onNotify(hear: () => void): void {
    this.hear = hear;
  }

  notify(): void {
    this.db.afterCommit(() => this.hear());
  }
}
