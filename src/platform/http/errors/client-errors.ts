import { randomUUID } from 'node:crypto';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { AppError } from '../../errors/app-error.js';
import { errors } from '../../errors/errors.js';

interface ParserError extends Error {
  code?: string;
}

/** As Node itself would answer them, bare. */
const STATUS: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Handles `clientError` of the server: requests that Node can't parse get the envelope and the common headers, too.
 * There is no request object, so no middleware has run. If a response has already begun, the connection is closed.
 *
 * @spec SPEC-007.31
 */
export function answerClientErrors(headers: readonly [string, string][]) {
  return (error: ParserError, socket: Socket & { _httpMessage?: ServerResponse }): void => {
    if (!socket.writable || socket._httpMessage?.headersSent) return void socket.destroy();
    const status = STATUS[error.code ?? ''] ?? 400;
    const failure = status === 408 ? errors.requestTimeout() : errors.malformedRequest(reasonOf(status));
    answerBare(socket, status, failure, headers);
  };
}

function reasonOf(status: number): string {
  return status === 400 ? 'it does not parse' : 'its head is too large';
}

/** For what never became a request of the server: one answer, and the end of the connection. */
export function answerBare(
  socket: Socket,
  status: number,
  { code, message }: AppError,
  headers: readonly [string, string][],
): void {
  const requestId = randomUUID();
  const body = JSON.stringify({ data: null, error: { code, message, details: [] }, meta: { request_id: requestId } });
  const lines = [
    ...headers,
    ['X-Request-Id', requestId],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'close'],
  ].map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy());
}
