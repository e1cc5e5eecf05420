import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { Response } from '../../request/request.js';
import { cutWhileUnread } from './unread-answers.js';

/** An answer of bytes that are read while they are sent; without a body where there is none to send (HEAD, 304). */
export class StreamResponse {
  constructor(
    readonly status: 200 | 206 | 304,
    readonly headers: Record<string, string>,
    readonly body: Readable | null,
  ) {}
}

/** How long a client takes to read it says nothing about the load; a client that stops reading is cut off. */
export function sendStream(response: Response, { status, headers, body }: StreamResponse): Response {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!body) return response.end();
  response.req.slot?.pause();
  cutWhileUnread(response);
  // A pipeline listens for the end of a response in several ways, beside those who have listened from its beginning.
  response.setMaxListeners(20);
  pipeline(body, response, (error) => {
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE')
      new Logger('Request').warn({ err: error, request_id: response.req.requestId }, 'An answer broke off');
  });
  return response;
}
