import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** In milliseconds: who takes no byte of an answer for so long doesn't want it. */
const UNREAD_MS = 30_000;

/** Calls `tell` once, when the answer is made: its last byte is handed over, but perhaps not yet read by anybody. */
export function whenAnswered(response: ServerResponse, tell: () => void): void {
  const end = response.end.bind(response) as (...content: unknown[]) => ServerResponse;
  response.end = ((...content: unknown[]) => {
    response.end = end as ServerResponse['end'];
    const ended = end(...content);
    tell();
    return ended;
  }) as ServerResponse['end'];
}

/**
 * Closes the connection of a client that does not read its response, which would stay in memory for ever. Most
 * responses are passed to the operating system at once, and cost nothing here.
 */
export function cutIfUnread(response: ServerResponse, patienceMs = UNREAD_MS): void {
  if (response.writableLength === 0) return;
  cutWhileUnread(response, patienceMs);
}

/** The same from now on, for a response that is still being written. */
export function cutWhileUnread(response: ServerResponse, patienceMs = UNREAD_MS): void {
  const { socket } = response.req;
  let taken = bytesTaken(socket);
  let since = performance.now();
  const watch = setInterval(() => {
    const now = bytesTaken(socket);
    if (bytesWaiting(socket) === 0 || now > taken) since = performance.now();
    else if (performance.now() - since >= patienceMs) socket.destroy();
    taken = now;
  }, patienceMs / 8).unref();
  response.once('close', () => clearInterval(watch));
}

/** What the operating system has taken of all that was written. */
function bytesTaken(socket: Socket): number {
  return socket.bytesWritten - socket.writableLength - bytesWaiting(socket);
}

/**
 * What the operating system has not taken yet; as Node's own timeouts do, since no public property changes meanwhile.
 */
function bytesWaiting(socket: Socket): number {
  return (socket as { _handle?: { writeQueueSize: number } | null })._handle?.writeQueueSize ?? 0;
}
