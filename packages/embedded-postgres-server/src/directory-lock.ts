import { closeSync, openSync, constants, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { EmbeddedServerError } from './server-error.js';

const ASK_TIMEOUT_MS = 1_000;
/**
 * The whole of an address in Linux's abstract namespace, where names are compared to the last byte: Node.js 20 fills it
 * with zeros, Node.js 24 does not, and the two would not see each other's.
 */
const ADDRESS_BYTES = 108;
/** BSD's open-and-lock in one step, which Node.js does not name. */
const O_EXLOCK = 0x20;

/**
 * Makes this process the only owner of a data directory. The operating system holds the lock and frees it with the
 * process, however that ends: no stale lock file, no guess about a process id that came back as somebody else.
 *
 * @param program what the owners are called; programs with different names don't see each other
 * @returns what gives it up
 * @throws EmbeddedServerError naming the owner, where there is one
 */
export async function lockDirectory(directory: string, program: string): Promise<() => Promise<void>> {
  if (process.platform === 'darwin' || process.platform === 'freebsd') return lockFile(directory, program);
  const address = addressOf(directory, program);
  // Who asks may have gone before the answer.
  const server = createServer((socket) => socket.on('error', () => undefined).end(String(process.pid)));
  try {
    await listening(server, address);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw inUse(directory, program, await ownerAt(address));
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** A name without a file: in Linux's abstract socket namespace, or among the pipes of Windows. */
function addressOf(directory: string, program: string): string {
  const { dev, ino } = statSync(directory, { bigint: true });
  const name = `${program}-${dev.toString(36)}-${ino.toString(36)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`.padEnd(ADDRESS_BYTES, '\0');
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, exclusive: true }, resolve);
  });
}

function ownerAt(address: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ path: address });
    socket.setTimeout(ASK_TIMEOUT_MS, () => socket.destroy());
    socket.on('data', (pid) => resolve(` (process ${pid.toString()})`));
    socket.on('error', () => resolve(''));
    socket.on('close', () => resolve(''));
  });
}

function lockFile(directory: string, program: string): () => Promise<void> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK;
  try {
    const file = openSync(join(directory, 'lock'), flags, 0o600);
    return () => Promise.resolve(closeSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    throw inUse(directory, program, '');
  }
}

function inUse(directory: string, program: string, owner: string): EmbeddedServerError {
  return new EmbeddedServerError(`${program} is already running on ${directory}${owner}. Stop that one first.`);
}
