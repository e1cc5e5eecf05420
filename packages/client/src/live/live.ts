import type { Socket } from 'socket.io-client';
import type { Acknowledgement, ClientMessages, ServerMessages } from '../api.js';
import { ApiError } from '../api-error.js';
import { unreachable } from '../http/messages.js';
import type { AccessToken, Session } from '../session/session.js';
import { Listeners } from './listeners.js';

/** Somebody who has a project open, and the task that they look at. */
export interface PresentPerson {
  id: number;
  display_name: string;
  task_id: number | null;
}

/** `connecting` also while it connects again; `closed` when nobody is signed in, or after `close`. */
export type LiveState = 'connecting' | 'open' | 'closed';

/** What can be heard of a live connection. */
export interface LiveEvents extends Omit<ServerMessages, 'presence'> {
  presence: { project_id: number; people: readonly PresentPerson[] };
  state: LiveState;
}

interface Said extends Omit<ClientMessages, 'focus'> {
  focus: { project_id: number; task_id: number | null };
}

interface Refused extends Error {
  data?: { code: string; message: string };
}

/** The session is over, or can't be used for now: connecting again would change nothing. */
const OVER = new Set(['token_revoked', 'invalid_token', 'missing_token']);
const HEARD = ['ready', 'resync_required', 'notification', 'change', 'unsubscribed', 'presence', 'closing'] as const;
/** The longest that a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;
const ANSWER_MS = 20_000;
const TRY_AGAIN_MS = 2_000;

/** One connection, for notifications and for all projects that are followed; it comes back by itself. */
export class Live {
  private readonly listeners = new Listeners<LiveEvents>();
  private socket: Socket | undefined;
  private renewal: ReturnType<typeof setTimeout> | undefined;
  private used: string | undefined;
  private current: LiveState = 'connecting';
  private isWanted = true;
  private person: number | undefined;

  /** @param lastSeq the `seq` of the last notification that is known; without, it begins with what is new */
  constructor(
    private readonly url: string,
    private readonly session: Session,
    private lastSeq: number | undefined,
  ) {
    session.onEnd(() => {
      this.lastSeq = undefined; // it counted for that person
      this.disconnect();
    });
    session.onBegin(() => this.socket?.disconnected && this.reconnect());
    void this.open();
  }

  get state(): LiveState {
    return this.current;
  }

  get isClosedForGood(): boolean {
    return !this.isWanted;
  }

  /** Who is connected; nobody is while it isn't `open`. */
  get userId(): number | undefined {
    return this.current === 'open' ? this.person : undefined;
  }

  /** The `seq` of the newest notification that has come. */
  get seq(): number | undefined {
    return this.lastSeq;
  }

  /** Hears what the server says; the answer ends it. */
  on<Name extends keyof LiveEvents>(name: Name, listener: (content: LiveEvents[Name]) => void): () => void {
    return this.listeners.on(name, listener);
  }

  /** Says something and waits for the answer. @throws ApiError */
  async say<Name extends keyof Said>(name: Name, content: Said[Name]): Promise<Acknowledgement['data']> {
    const said =
      this.socket?.timeout(ANSWER_MS).emitWithAck(name, content) ?? Promise.reject(new Error('Not connected.'));
    const { data, error } = (await said.catch((cause: unknown) => {
      throw unreachable(cause);
    })) as Acknowledgement;
    if (error) throw new ApiError({ status: 400, code: error.code, message: error.message });
    return data;
  }

  /** Ends the connection for good. */
  close(): void {
    this.isWanted = false;
    this.disconnect();
  }

  private async open(): Promise<void> {
    const { io } = await import('socket.io-client');
    if (!this.isWanted) return;
    const [, origin, path] = /^(https?:\/\/[^/]+)?(.*)$/.exec(this.url) as unknown as [
      string,
      string | undefined,
      string,
    ];
    const auth = (send: (auth: object) => void) =>
      void this.withToken(({ access_token: token }) => send({ token, last_seq: this.lastSeq }));
    const options = {
      path: `${path}/ws`,
      auth,
      forceNew: true,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
    };
    this.socket = origin ? io(origin, options) : io(options);
    this.listen(this.socket);
  }

  private listen(socket: Socket): void {
    for (const name of HEARD)
      socket.on(name, (said: unknown) => {
        this.understand(name, said as LiveEvents[typeof name]);
        this.listeners.tell(name, said as LiveEvents[typeof name]);
      });
    socket.on('disconnect', (reason) => {
      this.become(this.isWanted && this.session.isSignedIn ? 'connecting' : 'closed');
      if (reason === 'io server disconnect') this.reconnect();
    });
    socket.on('connect_error', (error: Refused) => void this.recover(error));
  }

  private understand<Name extends keyof LiveEvents>(name: Name, content: LiveEvents[Name]): void {
    const { last_seq, seq, code, user_id } = content as Record<'last_seq' | 'seq' | 'user_id', number> & {
      code: string;
    };
    if (name === 'notification') this.lastSeq = seq;
    if (name === 'closing' && OVER.has(code)) this.session.end(this.refusal({ code }), this.used);
    if (name !== 'ready') return;
    this.lastSeq ??= last_seq;
    this.person = user_id;
    this.become('open');
  }

  private async recover({ data }: Refused): Promise<void> {
    if (!data) return; // the network: Socket.IO tries again
    if (OVER.has(data.code)) this.session.end(this.refusal(data), this.used);
    else if (data.code !== 'token_expired') return this.become('closed');
    else await this.session.token(this.used ? { refused: this.used } : {}).catch(() => undefined);
    setTimeout(() => this.reconnect(), 500);
  }

  /** Uses a token, and renews it before it expires. */
  private async withToken(use: (token: AccessToken) => void, atLeast?: number): Promise<void> {
    clearTimeout(this.renewal);
    try {
      const token = await this.session.token(atLeast ? { atLeast } : {});
      if (!token || !this.isWanted) return this.disconnect();
      this.later(() => void this.renew(), Math.min(token.expires_in * 667, LONGEST_MS));
      this.used = token.access_token;
      use(token);
    } catch {
      // The program can't be reached: the server ends the connection in time, and Socket.IO comes back.
      this.later(() => void this.withToken(use, atLeast), TRY_AGAIN_MS);
    }
  }

  /** Nothing is done later for a connection that was closed while a token was asked for. */
  private later(task: () => void, milliseconds: number): void {
    clearTimeout(this.renewal);
    if (this.isWanted) this.renewal = setTimeout(task, milliseconds);
  }

  private async renew(): Promise<void> {
    await this.withToken(({ access_token: token }) => {
      if (this.socket?.connected) this.socket.emit('authenticate', { token });
    }, 0.5);
  }

  private reconnect(): void {
    if (!this.isWanted || !this.session.isSignedIn) return this.disconnect();
    this.become('connecting');
    this.socket?.connect();
  }

  private disconnect(): void {
    clearTimeout(this.renewal);
    this.socket?.disconnect();
    this.become('closed');
  }

  private become(state: LiveState): void {
    if (state === this.current) return;
    this.current = state;
    this.listeners.tell('state', state);
  }

  private refusal({ code, message = 'The session has ended.' }: { code: string; message?: string }): ApiError {
    return new ApiError({ status: 401, code, message });
  }
}
