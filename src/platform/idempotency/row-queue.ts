import { errors } from '../errors/errors.js';
import { SweptMap } from '../limits/swept-map.js';
import { withoutSlot, type AdmissionSlot } from '../request/admission-slot.js';

/** The maximum number of waiting writers of a row. A row is changed a few hundred times a second at most. */
const MAX_WAITING = 500;

const NOBODY = Promise.resolve();

interface Queue {
  /** Settles when the last writer is done. */
  last: Promise<unknown>;
  length: number;
}

/**
 * Runs the writers of one row one after the other, so that on this instance they use only one connection to the
 * database, however many there are.
 */
export class RowQueue {
  private readonly queues = new SweptMap<string, Queue>(({ length }) => length === 0);

  /**
   * The time in the queue does not count as load.
   *
   * @param write gets whether it had to wait, in which case the row may have changed
   * @throws AppError `overloaded` where too many wait
   */
  async inTurn<T>(
    row: string,
    write: (hasWaited: boolean) => Promise<T>,
    writer: { readonly slot?: AdmissionSlot } = {},
  ): Promise<T> {
    const queue = this.queues.get(row) ?? { last: NOBODY, length: 0 };
    if (queue.length > MAX_WAITING) throw errors.overloaded();
    this.queues.set(row, queue);
    const hasWaited = queue.length++ > 0;
    const { last } = queue;
    const turn = withoutSlot(writer, () => last).then(() => write(hasWaited));
    queue.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      if (--queue.length === 0) queue.last = NOBODY; // without its answer
    }
  }
}
