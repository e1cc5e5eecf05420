import type { Socket } from 'node:net';
import type { ServerResponse } from 'node:http';

const waiting = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Closes a response together with its connection, also while it waits behind another one (pipelining, RFC 9112 §9.3.2). Node
 * promises `close` for each response, and emits it for the first one only: whatever counts requests until then would count
 * the others for ever.
 */
export function closeWithConnection(response: ServerResponse): void {
  if (response.socket) return; // it is the first one
  const { socket } = response.req;
  const queued = waiting.get(socket) ?? queueOf(socket);
  queued.add(response);
  response.once('close', () => queued.delete(response));
}

function queueOf(socket: Socket): Set<ServerResponse> {
  const queued = new Set<ServerResponse>();
  waiting.set(socket, queued);
  socket.once('close', () => [...queued].filter((response) => !response.socket && !response.closed).forEach(close));
  return queued;
}

/** As Node does it: `_closed` is what `closed` shows. */
function close(response: ServerResponse): void {
  Object.assign(response, { destroyed: true, _closed: true });
  response.emit('close');
}
