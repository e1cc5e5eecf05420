import { errors } from '../errors/errors.js';

/** The maximum number of waiting writers of a row. A row is changed a few hundred times a second at most. */
const MAX_WAITING = 500;

interface Queue {
  /** Settles when the last writer is done. */
  last: Promise<unknown>;
  length: number;
}

/**
 * Lets the writers of one row in one after the other, so that however many there are, on this instance they take one
 * connection to the database.
 */
export class RowQueue {
  private readonly queues = new Map<string, Queue>();

  /**
   * @param write is told whether it had to wait, and what was known of the row may be old
   * @throws AppError `overloaded` where too many wait
   */
  async inTurn<T>(row: string, write: (hasWaited: boolean) => Promise<T>): Promise<T> {
    const queue = this.queues.get(row) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length > MAX_WAITING) throw errors.overloaded();
    this.queues.set(row, queue);
    const hasWaited = queue.length++ > 0;
    const turn = queue.last.then(() => write(hasWaited));
    queue.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      if (--queue.length === 0) this.queues.delete(row);
    }
  }
}
