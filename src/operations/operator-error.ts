/** Why a command of the operator did nothing: what is wrong, and what to do. No stack trace is needed. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
