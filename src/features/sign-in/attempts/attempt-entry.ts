type Outcome = PromiseSettledResult<unknown>;

/** A place among those who try something. Settle it however the attempt ends: others may be waiting for it. */
export class AttemptEntry {
  /** @param leave counts how the attempt ended, and lets the next one in */
  constructor(readonly leave: (outcome: Outcome) => Promise<void>) {}

  /** Ends as the attempt does, once that is counted. */
  async settle<T>(attempt: Promise<T>): Promise<T> {
    const [outcome] = await Promise.allSettled([attempt]);
    await this.leave(outcome);
    return attempt;
  }

  /** This place and one behind it, as one. Whoever isn't let in there leaves here too. */
  async and(next: Promise<AttemptEntry>): Promise<AttemptEntry> {
    const [entrance] = await Promise.allSettled([next]);
    if (entrance.status === 'rejected') {
      await this.leave(entrance);
      return next;
    }
    return new AttemptEntry(async (outcome) => {
      try {
        await entrance.value.leave(outcome);
      } finally {
        await this.leave(outcome);
      }
    });
  }
}
