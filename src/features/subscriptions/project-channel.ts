import type { Follower } from '../changes/change-signals.service.js';
import type { FeedReading, ShownToAll } from '../feed/feed-reading.service.js';
import { sendTo, type Subscriber } from './subscriber.js';

/** How much of a feed is read and sent in one go. */
const PAGE = 500;

/**
 * The subscribers of one project on this instance. Those who are up to date are sent what is new from one reading of the
 * feed; everything that moves them forward runs in one queue, so that the order is kept. One who is behind reads the feed
 * alone, at the pace of their client, and joins the others at the end of that queue.
 *
 * @spec SPEC-033.2, SPEC-033.3
 */
export class ProjectChannel implements Follower {
  /** The number up to which those who are up to date have everything. */
  position = 0;
  private readonly inStep = new Set<Subscriber>();
  private readonly behind = new Set<Subscriber>();
  private queue: Promise<void> = Promise.resolve();
  private isLooking = false;
  /** The feed has reached this number. */
  private reached = 0;

  constructor(
    readonly projectId: number,
    private readonly reading: FeedReading,
    private readonly postpone: (error: unknown) => void,
  ) {}

  get isEmpty(): boolean {
    return this.inStep.size + this.behind.size === 0;
  }

  get subscribers(): Subscriber[] {
    return [...this.inStep, ...this.behind];
  }

  add(subscriber: Subscriber): void {
    this.behind.add(subscriber);
  }

  leave(subscriber: Subscriber): void {
    this.behind.delete(subscriber);
    this.inStep.delete(subscriber);
  }

  /** Sends what came since, and from then on what is new. Fails if the feed can't be read. */
  async start(subscriber: Subscriber): Promise<void> {
    const place = await this.feed(subscriber, subscriber.since);
    await this.next(() => this.admit(subscriber, place));
  }

  /** Reads the feed for what was not sent yet. */
  readonly look = (upTo: number): void => {
    this.reached = Math.max(this.reached, upTo);
    if (this.isLooking) return;
    this.isLooking = true;
    this.next(async () => {
      this.isLooking = false;
      if (this.position < this.reached) await this.catchUp();
    }).catch(this.postpone);
  };

  private async admit(subscriber: Subscriber, place: number): Promise<void> {
    await this.catchUp();
    const isAlone = this.inStep.size === 0;
    const end = await this.feed(subscriber, place, isAlone ? Infinity : this.position);
    this.position = isAlone ? end : Math.max(end, this.position);
    if (this.behind.delete(subscriber)) this.inStep.add(subscriber);
  }

  /** Reads to the end, or up to a number, at the pace of the client. */
  private async feed(subscriber: Subscriber, place: number, upTo = Infinity): Promise<number> {
    for (let seq = place; ;) {
      const read = await this.reading.after(this.projectId, seq, PAGE);
      const page = read.filter((change) => change.seq <= upTo);
      subscriber.send(await this.reading.show(page, subscriber.reader));
      seq = page.at(-1)?.seq ?? seq;
      if (page.length < PAGE || subscriber.isOver || !subscriber.connection.isOpen) return seq;
      await subscriber.connection.drained();
    }
  }

  private async catchUp(): Promise<void> {
    for (let count = PAGE; count === PAGE && this.inStep.size > 0;) {
      const page = await this.reading.after(this.projectId, this.position, PAGE);
      const readers = [...this.inStep].map(({ reader }) => reader);
      if (page.length > 0) this.sendAll(await this.reading.showTo(page, readers));
      this.position = page.at(-1)?.seq ?? this.position;
      count = page.length;
    }
  }

  private sendAll(shown: ShownToAll): void {
    for (const group of this.alike(shown)) sendTo(group, shown.to((group[0] as Subscriber).reader));
    for (const { connection } of this.inStep) connection.cutIfOverfull();
  }

  /** Groups of those to whom the same messages are sent: mostly it is one. */
  private alike({ sightOf }: ShownToAll): Iterable<Subscriber[]> {
    const groups = new Map<string, Subscriber[]>();
    for (const subscriber of this.inStep) {
      const { previous, reader } = subscriber;
      const key = [previous, sightOf(reader), ...reader.kinds].join();
      const group = groups.get(key);
      if (group) group.push(subscriber);
      else groups.set(key, [subscriber]);
    }
    return groups.values();
  }

  private next(task: () => Promise<void>): Promise<void> {
    const done = this.queue.then(task);
    this.queue = done.catch(() => undefined);
    return done;
  }
}
