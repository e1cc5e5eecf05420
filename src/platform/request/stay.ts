/** The processing time of a request. The clock is paused while the request waits for something outside the program. */
export interface Stay {
  pause(): void;
  /** Call it once for each `pause`. */
  resume(): void;
  /** Call it when the answer is complete; further calls do nothing. */
  leave(): void;
}

/** Waits on purpose, or in a queue that has its own bound: this time does not count as load. */
export async function deliberately<T>({ stay }: { readonly stay?: Stay }, wait: () => Promise<T>): Promise<T> {
  stay?.pause();
  try {
    return await wait();
  } finally {
    stay?.resume();
  }
}
