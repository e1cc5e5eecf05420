import { createHash, randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which systems take the ports of outgoing connections: it is still free after a restart. */
const FIRST = 20_000;
const LAST = 32_000;

/** The same for a folder at every start, and most probably another one for another folder. */
export function portOf(folder: string): number {
  return FIRST + (createHash('sha256').update(folder).digest().readUInt32BE() % (LAST - FIRST));
}

/** @returns the preferred port if it is free, or one drawn at random */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port on 127.0.0.1 between ${FIRST} and ${LAST}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
