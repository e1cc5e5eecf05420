import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a turn may take beyond its own length before something is thought to hang. */
const PATIENCE_MS = 120_000;

/** A process of the load, which does one thing at a time when it is told to. */
export class LoadProcess {
  #child;
  #id = 0;

  /** @param file beside this one */
  constructor(file, cleanUp) {
    this.#child = fork(fileURLToPath(new URL(file, import.meta.url)), { stdio: 'inherit' });
    cleanUp.add(() => this.stop());
  }

  /** Tells it something that it doesn't answer. */
  tell(message) {
    this.#child.send(message);
  }

  /** @throws where it dies, or takes much longer than it should */
  async ask(message, limitMs = PATIENCE_MS) {
    const id = ++this.#id;
    this.#child.send({ id, ...message });
    const given = new AbortController();
    const timer = setTimeout(() => given.abort(), limitMs);
    try {
      for (;;) {
        const [answer] = await Promise.race([
          once(this.#child, 'message', { signal: given.signal }),
          once(this.#child, 'exit', { signal: given.signal }).then(() => [{ id, failure: 'it ended' }]),
        ]);
        if (answer.id !== id) continue;
        if (answer.failure) throw new Error(`The load process failed: ${answer.failure}`);
        return answer.result;
      }
    } finally {
      clearTimeout(timer);
      given.abort();
    }
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    await ended;
  }
}

/** The generator of requests; the players of the stage are made known to it. */
export class Generator extends LoadProcess {
  constructor({ players, cleanUp }) {
    super('generator.mjs', cleanUp);
    this.tell({ players });
  }

  /** @throws where an answer was not the expected one: figures of failures are worth nothing */
  async drive(order) {
    const result = await this.ask({ drive: order }, PATIENCE_MS + (order.seconds ?? 0) * 1000);
    if (result.failures > 0 && !order.mayFail)
      throw new Error(`${result.failures} of ${result.count} went wrong:\n  ${result.examples.join('\n  ')}`);
    return result;
  }
}
