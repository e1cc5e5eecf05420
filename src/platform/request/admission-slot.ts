/** The place of a request among those at work; it is given back while the request waits for something outside. */
export interface AdmissionSlot {
  pause(): void;
  /** Call it once for each `pause`. */
  resume(): void;
  /** Call it when the answer is complete; further calls do nothing. */
  release(): void;
}

/** Waits on purpose, or in a queue that has its own bound: this time does not count as load. */
export async function withoutSlot<T>({ slot }: { readonly slot?: AdmissionSlot }, wait: () => Promise<T>): Promise<T> {
  slot?.pause();
  try {
    return await wait();
  } finally {
    slot?.resume();
  }
}
