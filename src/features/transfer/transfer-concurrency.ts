import { Injectable } from '@nestjs/common';
import { errors } from '../../platform/errors/errors.js';
import type { Actor } from '../../platform/request/actor.js';
import { withoutSlot } from '../../platform/request/admission-slot.js';

/** Each holds a connection of the pool for as long as it takes. */
const AT_ONCE = 2;
const WAITING = 20;

/** Exports and imports of one instance: a few at once, so that there are connections for everybody else. */
@Injectable()
export class TransferConcurrency {
  private running = 0;
  private readonly queue: (() => void)[] = [];

  /** @throws AppError `overloaded` where too many wait already */
  async inTurn<T>(actor: Pick<Actor, 'slot'>, work: () => Promise<T>): Promise<T> {
    if (this.queue.length >= WAITING) throw errors.overloaded();
    return withoutSlot(actor, async () => {
      if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.queue.push(resolve));
      else this.running++;
      try {
        return await work();
      } finally {
        this.leave();
      }
    });
  }

  /** The next one takes the place over. */
  private leave(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.running--;
  }
}
