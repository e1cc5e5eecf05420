import type { Request, Response } from '../../request/request.js';

/** In milliseconds: how long a client may go on sending a body that was answered before its end. */
const LINGER_MS = 2_000;

/**
 * For requests whose body is read by their handler. If the answer comes first, the connection is closed after it: what
 * still arrives is thrown away, and for a moment only. Closing at once would reset the connection of a client that is
 * still sending, and the client would not see the answer (RFC 9112 §9.6).
 */
export function closeIfUnread(request: Request, response: Response, lingerMs = LINGER_MS): void {
  const end = response.end.bind(response) as (...content: unknown[]) => Response;
  response.end = ((...content: unknown[]) => {
    response.end = end as Response['end'];
    if (request.complete || request.destroyed || response.headersSent) return end(...content);
    response.setHeader('Connection', 'close');
    response.write(content[0] ?? '');
    const finish = () => {
      clearTimeout(timer);
      if (!response.writableEnded) end();
    };
    const timer = setTimeout(finish, lingerMs);
    request.once('end', finish).once('close', finish).unpipe().resume();
    return response;
  }) as Response['end'];
}
