/**
 * A conditional write found that its row had moved on. With `If-Match` the caller gets 412; without, the request is
 * run again on the row as it is now (`idempotency`).
 */
export class StaleRow extends Error {
  constructor() {
    super('The row was changed or deleted meanwhile.');
  }
}
