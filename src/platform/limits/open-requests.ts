/** Counts what is under way at the same time, by key; remembers only keys with something under way. */
export class OpenRequests {
  private readonly counts = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** @returns what to call when it is over, any number of times; null where the key has too many, and none was counted */
  enter(key: string): (() => void) | null {
    const count = this.counts.get(key) ?? 0;
    if (count >= this.most) return null;
    this.counts.set(key, count + 1);
    let isOver = false;
    return () => {
      if (!isOver) this.leave(key);
      isOver = true;
    };
  }

  private leave(key: string): void {
    const left = (this.counts.get(key) ?? 1) - 1;
    if (left > 0) this.counts.set(key, left);
    else this.counts.delete(key);
  }
}
