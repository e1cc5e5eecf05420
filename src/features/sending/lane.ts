/** Attempts that are under way: as many at once as there is room for. */
export class Lane {
  /** By webhook. */
  readonly running = new Map<number, number>();
  private readonly attempts = new Set<Promise<void>>();

  constructor(
    readonly failing: boolean,
    private readonly size: number,
  ) {}

  get room(): number {
    return this.size - this.attempts.size;
  }

  async run(webhookId: number, attempt: () => Promise<void>): Promise<void> {
    this.count(webhookId, 1);
    const work = attempt();
    this.attempts.add(work);
    await work;
    this.attempts.delete(work);
    this.count(webhookId, -1);
  }

  async settled(): Promise<void> {
    while (this.attempts.size > 0) await Promise.all(this.attempts);
  }

  private count(webhookId: number, more: number): void {
    const running = (this.running.get(webhookId) ?? 0) + more;
    if (running > 0) this.running.set(webhookId, running);
    else this.running.delete(webhookId);
  }
}
