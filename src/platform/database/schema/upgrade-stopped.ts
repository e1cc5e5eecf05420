/** A migration failed. What was done before it stays, and harms nobody. */
export class UpgradeStopped extends Error {
  override readonly name = 'UpgradeStopped';

  constructor(
    readonly migration: string,
    { cause, oldest }: { cause: unknown; oldest: string | undefined },
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The upgrade stopped in ${migration}: ${reason}. ` +
        (oldest ? `The oldest open transaction is of ${oldest}: end it. ` : '') +
        'Nothing is lost: the version before still starts and works, and this one goes on from there when it is started ' +
        'again (npm run doctor says what is open).',
      { cause },
    );
  }
}
