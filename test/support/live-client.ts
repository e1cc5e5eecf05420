import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { Person } from './people.js';
import { until } from './until.js';

type Options = Partial<ManagerOptions & SocketOptions>;

/** What the program says; which of it is there depends on the event. */
interface Said {
  user_id: number;
  last_seq: number;
  oldest_seq: number;
  id: number;
  seq: number;
  type: string;
  data: Record<string, unknown>;
  timestamp: string;
  code: string;
  retry_after_ms?: number;
}

interface Heard {
  event: string;
  body: Said;
}

export interface Envelope {
  data: { expires_at: string } | null;
  error: { code: string; message: string; details: { field: string; code: string }[] } | null;
  meta: object;
}

/** Generous, since it only decides when a test that fails gives up. */
const LIMIT_MS = 60_000;

const open = new Set<LiveClient>();

/** Somebody who listens: an official client of Socket.IO that writes down everything it hears. */
export class LiveClient {
  readonly heard: Heard[] = [];
  /** Why the connection ended, as the client saw it. */
  ended: string | undefined;
  refused: { code: string } | undefined;
  readonly socket: Socket;

  private constructor(url: string, auth: object, options: Options) {
    this.socket = io(url, { path: '/ws', forceNew: true, transports: ['websocket'], auth, ...options });
    this.socket.onAny((event: string, body: Said) => this.heard.push({ event, body }));
    this.socket.on('disconnect', (reason) => (this.ended = reason));
    this.socket.on('connect_error', (error: Error & { data?: { code: string } }) => (this.refused = error.data));
    open.add(this);
  }

  /** Returns when the connection is `ready`. */
  static async of(person: Person, auth: object = {}, options: Options = {}): Promise<LiveClient> {
    const client = LiveClient.knock(person.url, { token: person.token, ...auth }, options);
    await client.until(() => client.says('ready').length > 0);
    return client;
  }

  /** Tries to come in. */
  static knock(url: string, auth: object, options: Options = {}): LiveClient {
    return new LiveClient(url, auth, { reconnection: false, ...options });
  }

  /** Closes whatever is still open; call it after each test. */
  static closeAll(): void {
    for (const client of open) client.close();
    open.clear();
  }

  /** What it was told by this name. */
  says(event: string): Said[] {
    return this.heard.filter((heard) => heard.event === event).map(({ body }) => body);
  }

  /** The names of what it heard, in order. */
  get events(): string[] {
    return this.heard.map(({ event }) => event);
  }

  get seqs(): number[] {
    return this.says('notification').map(({ seq }) => seq);
  }

  /** Returns when so many notifications have come. */
  async hears(count: number): Promise<Said[]> {
    await this.until(() => this.seqs.length >= count);
    return this.says('notification');
  }

  async refusal(): Promise<string | undefined> {
    await this.until(() => this.refused !== undefined);
    return this.refused?.code;
  }

  /** What it was told before it was closed. */
  async closing(): Promise<Said | undefined> {
    await this.until(() => this.ended !== undefined);
    return this.says('closing')[0];
  }

  ask(event: string, ...content: unknown[]): Promise<Envelope> {
    return this.socket.timeout(LIMIT_MS).emitWithAck(event, ...content) as Promise<Envelope>;
  }

  close(): void {
    this.socket.disconnect();
  }

  async until(condition: () => boolean): Promise<void> {
    await until(condition, LIMIT_MS).catch((cause: Error) => {
      throw new Error(`${cause.message}. ${this.story()}`, { cause });
    });
  }

  private story(): string {
    const { ended, refused, heard } = this;
    return JSON.stringify({ ended, refused, heard: heard.slice(-20), count: heard.length });
  }
}
