import { Logger } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import type { AppError } from '../../errors/app-error.js';
import { errors } from '../../errors/errors.js';
import { toAppError } from '../../http/errors/error.filter.js';
import { ClientMessages } from './client-messages.js';
import { Connection } from './connection.js';
import { SocketAuthenticator } from './socket-authenticator.js';
import { type AppServer, type AppSocket, FREQUENT_WORDS, SOCKET_PATH } from '../protocol.js';
import { Realtime } from '../realtime.js';
import { SessionWatch } from './session-watch.js';

/** An event of Socket.IO, perhaps with the number of its acknowledgement, as it arrives. */
const FREQUENT = new RegExp(`^2\\d*\\["(${FREQUENT_WORDS.join('|')})"`);

type Next = (refusal?: Error) => void;

/**
 * Accepts socket connections. Nest's guards don't run for connections, so a middleware of Socket.IO authenticates them.
 *
 * @spec SPEC-010.8, SPEC-010.19
 */
@WebSocketGateway({ path: SOCKET_PATH })
export class SocketGateway implements OnGatewayInit<AppServer>, OnGatewayConnection<AppSocket> {
  private readonly logger = new Logger(SocketGateway.name);
  private readonly handshaken = new WeakSet<object>();
  private server!: AppServer;

  constructor(
    private readonly authenticator: SocketAuthenticator,
    private readonly sessions: SessionWatch,
    private readonly realtime: Realtime,
    private readonly messages: ClientMessages,
  ) {}

  afterInit(server: AppServer): void {
    this.server = server;
    server.use((socket, next) => void this.admit(socket, next));
  }

  handleConnection(socket: AppSocket): void {
    const connection = new Connection(socket, this.realtime.admits);
    socket.once('disconnect', () => this.end(connection));
    socket.onAny((name: string, ...content: unknown[]) => this.hear(connection, name, content));
    socket.conn.on('data', (packet: unknown) => this.count(connection, packet));
    this.sessions.watch(connection);
    this.realtime.welcome(connection, this.server).catch(() => connection.cut());
  }

  private end(connection: Connection): void {
    connection.forget();
    this.sessions.forget(connection);
    this.realtime.leave(connection);
  }

  /** Every packet counts, also one that holds no event; the binary parts of one come only with it. */
  private count(connection: Connection, packet: unknown): void {
    if (typeof packet !== 'string' || !connection.isOpen) return;
    if (!connection.mayHear({ isFrequent: FREQUENT.test(packet) })) connection.close('too_many_messages');
  }

  private hear(connection: Connection, name: string, content: unknown[]): void {
    if (connection.isOpen) void this.messages.answer(connection, name, content);
  }

  private async admit(socket: AppSocket, next: Next): Promise<void> {
    try {
      this.requireFirst(socket);
      socket.data.session = await this.authenticator.open(socket.handshake);
      forgetRequest(socket);
      next();
    } catch (error) {
      this.refuse(socket, toAppError(error), next);
    }
  }

  /** One handshake for each connection: several at once would each become a socket. */
  private requireFirst({ conn }: AppSocket): void {
    if (this.handshaken.has(conn)) throw errors.overloaded();
    this.handshaken.add(conn);
  }

  /**
   * A refused client gets the reason, and is disconnected after `connectTimeout`. Trouble of the server only closes the
   * transport: clients then try again.
   */
  private refuse({ conn }: AppSocket, { kind, code, message, cause }: AppError, next: Next): void {
    if (kind === 'internal') this.logger.error({ err: cause });
    if (kind === 'internal' || kind === 'unavailable') conn.close();
    next(Object.assign(new Error(message), { data: { code } }));
  }
}

/** Frees memory of idle sockets, and does not keep a token after it was verified. */
function forgetRequest(socket: AppSocket): void {
  Object.assign(socket, { handshake: undefined });
  Object.assign(socket.conn, { request: undefined });
}
