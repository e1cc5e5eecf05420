import type { Identity } from '../../request/actor.js';
import type { Message } from '../message-log.js';
import type { AppSocket, ClosingCode } from '../protocol.js';
import type { SocketSession } from '../socket-session.js';

/** A client with this many unread messages is disconnected; with its `last_seq`, it can reconnect for them. */
const MAX_UNSENT = 2_000;
/** A client that reads none of its missed messages for this long is disconnected, too. */
const DRAIN_TIMEOUT_MS = 30_000;

const MAX_MESSAGES = 30;
const MAX_FREQUENT_MESSAGES = 300;
const MESSAGES_WINDOW_MS = 10_000;

/** Whoever is closed for these reasons may not follow anything any more. */
const LOSSES: readonly ClosingCode[] = ['token_expired', 'token_revoked', 'password_change_required'];

const NONE: ReadonlySet<number> = new Set();
const NOTHING: readonly number[] = [];

/** One socket of one person, from `ready` to its end. */
export class Connection {
  /** Made with the first project: most sockets follow none. */
  private followed: Set<number> | undefined;
  private readonly messages = new MessageCount(MAX_MESSAGES);
  private readonly frequentMessages = new MessageCount(MAX_FREQUENT_MESSAGES);
  private readonly endings: (() => void)[] = [];

  constructor(
    private readonly socket: AppSocket,
    private readonly admits: (identity: Identity, message: Message) => boolean = () => true,
  ) {}

  get userId(): number {
    return this.pass.userId;
  }

  get sessionId(): number {
    return this.pass.sessionId;
  }

  get lastSeq(): number | null {
    return this.pass.lastSeq;
  }

  get pass(): SocketSession {
    return this.socket.data.session;
  }

  /** The projects that it follows. */
  get projects(): ReadonlySet<number> {
    return this.followed ?? NONE;
  }

  get isOpen(): boolean {
    return this.socket.connected;
  }

  /** Whether there may be messages that it must not hear: then it gets each by itself. */
  get isLimited(): boolean {
    return this.pass.identity.token !== undefined;
  }

  /** What its token allows has changed. */
  renew(identity: Identity): void {
    this.pass.identity = identity;
  }

  /** Goes on with another token. `TokenExpiry` ends it when that one expires. */
  prolong(session: SocketSession): void {
    if (this.isOpen) this.socket.data.session = session;
  }

  sayReady(lastSeq: number): void {
    this.socket.emit('ready', { user_id: this.userId, last_seq: lastSeq });
  }

  sayResync(oldestSeq: number): void {
    this.socket.emit('resync_required', { oldest_seq: oldestSeq });
  }

  tell(messages: readonly Message[]): void {
    for (const message of messages) if (this.mayTell(message)) this.socket.emit('notification', message);
  }

  /** Says it to all of these: a message is encoded once. */
  static sayChange(connections: readonly Connection[], change: object): void {
    Connection.toAll(connections)?.emit('change', change);
  }

  /** The same for who is present. */
  static sayPresence(connections: readonly Connection[], projectId: number, people: readonly object[]): void {
    Connection.toAll(connections)?.emit('presence', { project_id: projectId, people });
  }

  sayUnsubscribed(projectId: number, code: string): void {
    this.socket.emit('unsubscribed', { project_id: projectId, code });
  }

  follow(projectId: number): void {
    (this.followed ??= new Set()).add(projectId);
  }

  unfollow(projectId: number): void {
    this.followed?.delete(projectId);
  }

  join(room: string): void {
    void this.socket.join(room);
  }

  /**
   * Sends the reason and closes. At a shutdown, only the transport is closed, so that a client reconnects by itself;
   * for other reasons, the client is disconnected and does not reconnect by itself.
   */
  close(code: ClosingCode, retryAfterMs?: number): void {
    if (!this.isOpen) return;
    if (LOSSES.includes(code)) for (const id of this.projects) this.sayUnsubscribed(id, code);
    this.socket.emit('closing', { code, ...(retryAfterMs !== undefined && { retry_after_ms: retryAfterMs }) });
    if (code === 'shutting_down') this.socket.conn.close();
    else this.socket.disconnect(true);
  }

  /** Closes the transport without a message: a client that reconnects gets what it missed. */
  cut(): void {
    this.socket.conn.close(true);
  }

  /** Call when the socket has ended. */
  forget(): void {
    for (const task of this.endings.splice(0)) task();
  }

  /** Runs when the socket has ended. */
  whenOver(task: () => void): void {
    this.endings.push(task);
  }

  /** Counts a message of the client. Returns false above the limit. */
  mayHear({ isFrequent }: { isFrequent: boolean }): boolean {
    return (isFrequent ? this.frequentMessages : this.messages).add();
  }

  cutIfOverfull(): void {
    if (this.untaken > MAX_UNSENT) this.cut();
  }

  /** Resolves when the last message has been sent, or when the connection has ended. */
  async drained(): Promise<void> {
    if (this.untaken === 0) return;
    const { conn } = this.socket;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(impatience);
        conn.off('drain', done).off('close', done);
        resolve();
      };
      const impatience = setTimeout(() => {
        this.cut();
        done();
      }, DRAIN_TIMEOUT_MS);
      conn.once('drain', done).once('close', done);
    });
  }

  private static toAll(connections: readonly Connection[]): ReturnType<AppSocket['nsp']['to']> | undefined {
    const sockets = connections.map(({ socket }) => socket);
    return sockets[0]?.nsp.to(sockets.map(({ id }) => id));
  }

  /** Packets that the transport has not asked for yet. */
  private get untaken(): number {
    return (this.socket.conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length;
  }

  private mayTell(message: Message): boolean {
    return !this.isLimited || this.admits(this.pass.identity, message);
  }
}

/** The messages of a moment. */
class MessageCount {
  private heardAt = NOTHING;

  constructor(private readonly most: number) {}

  /** Returns false above the limit. */
  add(): boolean {
    const now = Date.now();
    this.heardAt = [...this.heardAt.filter((at) => at > now - MESSAGES_WINDOW_MS), now];
    return this.heardAt.length <= this.most;
  }
}
