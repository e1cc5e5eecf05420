/** Counts concurrent requests by key, and stores only keys with open requests. */
export class OpenRequests {
  private readonly counts = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** @returns false if the key has too many; otherwise call `leave` once, when the request is over */
  enter(key: string): boolean {
    const count = this.counts.get(key) ?? 0;
    if (count >= this.most) return false;
    this.counts.set(key, count + 1);
    return true;
  }

  leave(key: string): void {
    const left = (this.counts.get(key) ?? 1) - 1;
    if (left > 0) this.counts.set(key, left);
    else this.counts.delete(key);
  }
}
