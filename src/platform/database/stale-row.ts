/**
 * A conditional write found another version of its row. With `If-Match`, the caller gets 412; without it, the handler
 * runs again on the current row (`Writes`).
 */
export class StaleRow extends Error {
  constructor() {
    super('The row was changed or deleted meanwhile.');
  }
}
