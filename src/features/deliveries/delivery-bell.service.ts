import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** Rings after the commit where there is something to send, for whoever sends on this instance; others look by themselves. */
@Injectable()
export class DeliveryBell {
  private hear: () => void = () => undefined;

  constructor(private readonly db: Database) {}

  onRing(hear: () => void): void {
    this.hear = hear;
  }

  ring(): void {
    this.db.afterCommit(() => this.hear());
  }
}
