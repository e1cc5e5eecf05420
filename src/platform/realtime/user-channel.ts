import type { Connection } from './sockets/connection.js';
import type { Message, MessageLog } from './message-log.js';
import type { AppServer } from './protocol.js';

/** How much of a log is read and sent in one go. */
const PAGE = 500;

let channels = 0;

/**
 * One person's connections to this instance. Connections that are up to date share a room: each message is one
 * broadcast to it; those of API tokens get what their token admits. Everything that moves the room forward runs in one queue, so that the order is kept. A connection
 * that is behind reads the log by itself, and joins the room at the end of that queue.
 *
 * @spec SPEC-010.9, SPEC-010.12
 */
export class UserChannel {
  /** A new name for each channel: messages still under way for a closed channel reach nobody. */
  private readonly room = `channel ${++channels}`;
  private readonly inStep = new Set<Connection>();
  private readonly behind = new Set<Connection>();
  /** The number of the newest message that was sent to the room. */
  private position = 0;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly userId: number,
    private readonly log: MessageLog,
    private readonly server: AppServer,
  ) {}

  get isEmpty(): boolean {
    return this.inStep.size + this.behind.size === 0;
  }

  isBehind(head: number): boolean {
    return this.inStep.size > 0 && head > this.position;
  }

  /** Sends `ready`, the missed messages, and from then on new messages. Fails if the log can't be read. */
  async welcome(connection: Connection): Promise<void> {
    this.behind.add(connection);
    const head = await this.log.head(this.userId);
    connection.sayReady(head);
    const { lastSeq } = connection;
    const place = lastSeq === null ? head : await this.replay(connection, lastSeq, head);
    await this.next(() => this.admit(connection, place));
  }

  leave(connection: Connection): void {
    this.behind.delete(connection);
    this.inStep.delete(connection);
  }

  /** Sends messages that were just committed. */
  hear(messages: readonly Message[]): Promise<void> {
    return this.next(async () => {
      if (messages[0]?.seq === this.position + 1) this.broadcast(messages);
      else if (this.isBehind(messages.at(-1)?.seq ?? 0)) await this.catchUp();
    });
  }

  /** Reads the log for messages that were not sent to the room. */
  look(): Promise<void> {
    return this.next(() => this.catchUp());
  }

  /** Sends the messages up to the current end of the log; a client with an unknown number gets all of them. */
  private async replay(connection: Connection, lastSeq: number, head: number): Promise<number> {
    const oldest = await this.log.oldest(this.userId);
    const isForeign = lastSeq > head;
    if (isForeign || lastSeq < oldest - 1) connection.sayResync(oldest);
    return this.feed(connection, isForeign ? 0 : lastSeq);
  }

  private async admit(connection: Connection, place: number): Promise<void> {
    await this.catchUp();
    if (this.inStep.size === 0) this.position = await this.feed(connection, place);
    else if (place < this.position) connection.tell(await this.log.after(this.userId, place, this.position - place));
    if (!this.behind.delete(connection)) return;
    this.inStep.add(connection);
    if (!connection.isLimited) connection.join(this.room);
  }

  /** Reads to the end, at the pace of the client. */
  private async feed(connection: Connection, place: number): Promise<number> {
    for (let seq = place; ;) {
      const page = await this.log.after(this.userId, seq, PAGE);
      connection.tell(page);
      seq = page.at(-1)?.seq ?? seq;
      if (page.length < PAGE || !connection.isOpen) return seq;
      await connection.drained();
    }
  }

  private async catchUp(): Promise<void> {
    for (let count = PAGE; count === PAGE && this.inStep.size > 0;) {
      const page = await this.log.after(this.userId, this.position, PAGE);
      this.broadcast(page);
      count = page.length;
    }
  }

  private broadcast(messages: readonly Message[]): void {
    for (const message of messages) {
      this.server.to(this.room).emit('notification', message);
      this.position = message.seq;
    }
    for (const connection of this.inStep) {
      if (connection.isLimited) connection.tell(messages);
      connection.cutIfOverfull();
    }
  }

  private next(task: () => Promise<void>): Promise<void> {
    const done = this.queue.then(task);
    this.queue = done.catch(() => undefined);
    return done;
  }
}
