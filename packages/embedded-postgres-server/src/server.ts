import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.js';
import { freePort, portOf } from './free-port.js';
import { hasEnded, launch, type ServerOptions } from './launch.js';
import { clearLeftover, stopServer } from './leftover.js';
import { openDatabase } from './open-database.js';
import { EmbeddedServerError } from './server-error.js';

/** Recovery after a power cut may take a while, so this is generous; a server that ends is noticed at once. */
const ANSWER_LIMIT_MS = 300_000;
const ATTEMPTS = 30;
const LONGEST_PAUSE_MS = 2_000;
const END_LIMIT_MS = 5_000;
const SHOWN_CHARACTERS = 2_000;

const ADDRESS_IN_USE = /could not bind|could not create any TCP/;
/** What goes away by itself: the children of a server that was killed. */
const LEFT_BEHIND = /shared memory block .*is still in use|lock file .*already exists/;

/** A running server; one that ends without having been told to is started again, on the same port. */
export class EmbeddedServer {
  private child: ChildProcess | undefined;
  private port = 0;
  private isStopping = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly options: ServerOptions,
  ) {}

  /** @returns the address of the program's database, which answers */
  async start(): Promise<string> {
    try {
      return await this.persist();
    } catch (error) {
      await this.stop().catch(() => undefined);
      throw error;
    }
  }

  private async persist(): Promise<string> {
    let isTaken = false;
    for (let attempt = 1; ; attempt++) {
      // First, for a server that was left behind still holds the port of this folder.
      await clearLeftover(this.cluster, this.options);
      this.port = await freePort(isTaken ? undefined : portOf(this.cluster.home));
      const logged = sizeOf(this.cluster.log);
      const url = await this.launch();
      if (url) return url;
      const said = textAfter(this.cluster.log, logged);
      isTaken = ADDRESS_IN_USE.test(said);
      if (attempt === ATTEMPTS || !(isTaken || LEFT_BEHIND.test(said))) throw this.failure(said);
      await sleep(Math.min(attempt * 50, LONGEST_PAUSE_MS));
    }
  }

  /** Cleanly, and by force where that takes too long: what was committed is safe in either case. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const stopped = await stopServer(this.cluster, this.options);
    if (this.child && !hasEnded(this.child)) await end(this.child);
    if (!stopped) throw new EmbeddedServerError(`The database server in ${this.cluster.home} does not stop.`);
  }

  /** @returns nothing where the server has ended before it answered */
  private async launch(): Promise<string | undefined> {
    await clearLeftover(this.cluster, this.options);
    if (this.isStopping) return undefined;
    const child = launch(this.cluster, this.port, this.options);
    this.child = child;
    const isOver = () => hasEnded(child);
    const url = await openDatabase(this.cluster, this.port, {
      name: this.options.name,
      isOver,
      limitMs: ANSWER_LIMIT_MS,
      log: (line) => !this.isStopping && this.options.log(line),
    });
    if (url === undefined || hasEnded(child)) return undefined;
    child.once('exit', () => void this.revive());
    return url;
  }

  private async revive(): Promise<void> {
    if (this.isStopping) return;
    this.options.log(`The database server has ended unexpectedly and is started again. Its log: ${this.cluster.log}`);
    for (let pause = 50; !this.isStopping; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const url = await this.launch().catch((error: Error) => this.options.log(error.message));
      if (url) return this.options.log('The database server runs again.');
      await sleep(pause);
    }
  }

  private failure(said: string): EmbeddedServerError {
    return new EmbeddedServerError(
      `The database server in ${this.cluster.home} does not start. It says:\n${said.trim() || '(nothing)'}\n` +
        `The whole log is ${this.cluster.log}. Remove the cause and start again.`,
    );
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await Promise.race([ended, sleep(END_LIMIT_MS, undefined, { ref: false })]);
  if (!hasEnded(child)) child.kill('SIGKILL');
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function textAfter(path: string, offset: number): string {
  return readFileSync(path).subarray(offset).toString().slice(-SHOWN_CHARACTERS);
}
