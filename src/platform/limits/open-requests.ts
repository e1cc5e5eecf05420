/** Counts concurrent requests by key, and stores only keys with open requests. */
export class OpenRequests {
  private readonly counts = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** @returns a function to call when the request is over (again is harmless); null if the key has too many */
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
