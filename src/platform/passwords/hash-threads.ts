import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Tinypool } from 'tinypool';
import { packageRoot } from '../config/paths.js';
import { errors } from '../errors/errors.js';

/** How many jobs may wait for a thread. At a quarter of a second each, more would time out before their turn. */
const MAX_WAITING = 50;
const IDLE_TIMEOUT_MS = 60_000;

/** A function of a library, called with these in a thread. */
export type HashWork =
  | { library: 'bcrypt'; call: 'hashSync'; given: [password: string, cost: number] }
  | { library: 'bcrypt'; call: 'compareSync'; given: [password: string, hash: string] }
  | { library: '@node-rs/argon2'; call: 'hashSync'; given: [password: string, options: object] }
  | { library: '@node-rs/argon2'; call: 'verifySync'; given: [hash: string, password: string] };

/**
 * Plain JavaScript, because tests run from TypeScript sources, which a thread can't read. On Linux the priority is that
 * of the thread; elsewhere it would be that of the whole process.
 */
const PROGRAM = `
  import { createRequire } from 'node:module';
  import { setPriority } from 'node:os';
  if (process.platform === 'linux') setPriority(0, 10);
  const require = createRequire(${JSON.stringify(join(packageRoot(), 'package.json'))});
  export default ({ library, call, given }) => require(library)[call](...given);`;

/**
 * Hashes in separate threads, so that libuv's pool stays free, and never on all cores at once, so that other requests
 * stay fast while people sign in.
 *
 * @spec SPEC-009.18
 */
@Injectable()
export class HashThreads implements OnApplicationShutdown {
  private readonly logger = new Logger(HashThreads.name);
  private isClosed = false;
  /** One thread always runs: a thread that died is replaced at once, for the hashes that wait. */
  private readonly pool = new Tinypool({
    filename: `data:text/javascript,${encodeURIComponent(PROGRAM)}`,
    minThreads: 1,
    maxThreads: Math.max(1, availableParallelism() - 1),
    maxQueue: MAX_WAITING,
    idleTimeout: IDLE_TIMEOUT_MS,
  }).on('error', (error) => this.logger.error('A thread for password hashes died.', error));

  /** @throws AppError `overloaded` where too many wait already */
  async run(work: HashWork): Promise<string | boolean> {
    try {
      return (await this.pool.run(work)) as string | boolean;
    } catch (error) {
      if (this.isClosed) throw errors.shuttingDown();
      throw (error as Error).message === 'Task queue is at limit' ? errors.overloaded() : error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await this.pool.destroy();
  }
}
