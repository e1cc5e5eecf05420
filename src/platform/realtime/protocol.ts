import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { Message } from './message-log.js';
import type { SocketSession } from './socket-session.js';

export const SOCKET_PATH = '/ws';

/** Why the server closes a socket. */
export type ClosingCode =
  'token_expired' | 'token_revoked' | 'password_change_required' | 'too_many_messages' | 'shutting_down';

/** The messages to clients. Messages from clients are untrusted and validated when they arrive. */
export interface ServerEvents {
  ready: (place: { user_id: number; last_seq: number }) => void;
  resync_required: (place: { oldest_seq: number }) => void;
  notification: (message: Message) => void;
  change: (change: object) => void;
  presence: (presence: { project_id: number; people: readonly object[] }) => void;
  unsubscribed: (loss: { project_id: number; code: string }) => void;
  closing: (reason: { code: ClosingCode; retry_after_ms?: number }) => void;
}

/** The words of clients that may come often, each on its own budget of messages. */
export const FREQUENT_WORDS = ['authenticate', 'subscribe', 'unsubscribe', 'focus'] as const;

interface SocketData {
  session: SocketSession;
}

export type AppServer = Server<DefaultEventsMap, ServerEvents, DefaultEventsMap, SocketData>;
export type AppSocket = Socket<DefaultEventsMap, ServerEvents, DefaultEventsMap, SocketData>;
