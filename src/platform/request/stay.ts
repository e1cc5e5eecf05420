/** The time that a request spends here. Its clock stands still while it waits for something that is no work of ours. */
export interface Stay {
  pause(): void;
  /** As often as `pause`. */
  resume(): void;
  /** Once its answer is made; once more does nothing. */
  leave(): void;
}

/** Waits on purpose, or in a queue that has a bound of its own: that says nothing of how busy the program is. */
export async function deliberately<T>({ stay }: { readonly stay?: Stay }, wait: () => Promise<T>): Promise<T> {
  stay?.pause();
  try {
    return await wait();
  } finally {
    stay?.resume();
  }
}
