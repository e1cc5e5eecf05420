/** So many entries stay, idle or not. */
const KEPT = 1_000;

/**
 * A Map that forgets its idle entries many at a time. One whose entries come and go one by one gets a new table every few
 * changes, and V8 lets each former table keep the next one, with all that it holds, until the next full collection.
 */
export class SweptMap<K, V> {
  private readonly entries = new Map<K, V>();
  private room = KEPT;

  constructor(private readonly isIdle: (value: V) => boolean) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    return this.entries.get(key);
  }

  set(key: K, value: V): void {
    if (this.entries.size >= this.room && !this.entries.has(key)) this.sweep();
    this.entries.set(key, value);
  }

  private sweep(): void {
    for (const [key, value] of this.entries) if (this.isIdle(value)) this.entries.delete(key);
    this.room = Math.max(KEPT, this.entries.size * 2);
  }
}
