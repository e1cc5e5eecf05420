interface Seen {
  tag: string;
  data: unknown;
}

/** The newest answers with an `ETag` that this client has seen; those that were not looked at for longest are forgotten. */
export class Etags {
  private readonly seen = new Map<string, Seen>();

  constructor(private readonly limit = 200) {}

  of(url: string): Seen | undefined {
    const found = this.seen.get(url);
    if (found) this.put(url, found);
    return found;
  }

  keep(url: string, tag: string | null, data: unknown): void {
    if (tag === null) this.seen.delete(url);
    else this.put(url, { tag, data });
  }

  forget(url: string): void {
    this.seen.delete(url);
  }

  clear(): void {
    this.seen.clear();
  }

  private put(url: string, seen: Seen): void {
    this.seen.delete(url);
    this.seen.set(url, seen);
    const [oldest] = this.seen.keys();
    if (this.seen.size > this.limit && oldest !== undefined) this.seen.delete(oldest);
  }
}
