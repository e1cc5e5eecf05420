import { createServer } from 'node:http';
import { once } from 'node:events';
import { errors } from '../errors/errors.js';

/** Migrations that take less than this need no notice server. */
const BEFORE_OPENING_MS = 1_000;

/**
 * Answers on the program's address while `work` takes long, such as a migration of many rows: alive, but not ready. It
 * is closed when this returns.
 */
export async function withMigrationNotice<T>(at: { host: string; port: number }, work: Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const isLive = request.url === '/health/live';
    const { code, message } = errors.databaseUnavailable();
    const error = isLive ? null : { code, message, details: [] };
    response.writeHead(isLive ? 200 : 503, {
      'Content-Type': 'application/json; charset=utf-8',
      Connection: 'close',
      ...(!isLive && { 'Retry-After': '2' }),
    });
    response.end(JSON.stringify({ data: isLive ? { status: 'live' } : null, error, meta: {} }));
  });
  server.on('error', () => undefined);
  const opening = setTimeout(() => server.listen(at), BEFORE_OPENING_MS);
  try {
    return await work;
  } finally {
    clearTimeout(opening);
    if (server.listening) {
      server.closeAllConnections();
      await once(server.close(), 'close');
    }
  }
}
