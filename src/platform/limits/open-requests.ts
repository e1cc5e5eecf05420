import { SweptMap } from './swept-map.js';

/** Counts concurrent requests by key. */
export class OpenRequests {
  private readonly counts = new SweptMap<string, number>((count) => count === 0);

  constructor(private readonly most: number) {}

  /** @returns false if the key has too many; otherwise call `leave` once, when the request is over */
  enter(key: string): boolean {
    const count = this.counts.get(key) ?? 0;
    if (count >= this.most) return false;
    this.counts.set(key, count + 1);
    return true;
  }

  leave(key: string): void {
    this.counts.set(key, Math.max(0, (this.counts.get(key) ?? 0) - 1));
  }
}
