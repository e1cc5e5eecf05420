import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';

const LONGEST_STAY_MS = 3_000;

/** A client that keeps a copy of a project by its changes alone, and comes back to whichever instance with what it has. */
export class Follower {
  #isOver = false;
  #isLast = false;
  #leave;
  last = 0;
  connections = 0;
  received = 0;
  faults = [];
  /** What it has, by kind and id. */
  things = new Map();

  /** @param numbers which thing each number was seen for, by any follower */
  constructor({ ports, token, projectId, numbers }) {
    Object.assign(this, { token, projectId, numbers });
    this.running = this.#follow(ports);
  }

  /** From now on it stays where it is. */
  async reaches(seq, limitMs) {
    this.#isLast = true;
    for (let waited = 0; this.last < seq && waited < limitMs; waited += 50) await sleep(50);
    return this.last >= seq;
  }

  async stop() {
    this.#isOver = true;
    this.#leave?.();
    await this.running;
  }

  async #follow(ports) {
    while (!this.#isOver) {
      await this.#stay(ports[randomInt(ports.length)]());
      await sleep(randomInt(100));
    }
  }

  #stay(port) {
    const auth = { token: this.token };
    const socket = io(`http://127.0.0.1:${port}`, {
      ...{ path: '/ws', forceNew: true, transports: ['websocket'], reconnection: false, timeout: 5_000, auth },
    });
    socket.on('ready', () => this.#subscribe(socket));
    socket.on('change', (change) => this.#apply(change));
    return new Promise((resolve) => {
      const leave = () => {
        clearTimeout(leaving);
        socket.removeAllListeners();
        socket.disconnect();
        resolve();
      };
      const leaving = setTimeout(() => !this.#isLast && leave(), randomInt(LONGEST_STAY_MS));
      this.#leave = leave;
      for (const end of ['disconnect', 'connect_error']) socket.on(end, leave);
    });
  }

  async #subscribe(socket) {
    this.connections++;
    const asked = { project_id: this.projectId, since: this.last };
    const { error } = await socket
      .timeout(10_000)
      .emitWithAck('subscribe', asked)
      .catch(() => ({ error: null }));
    // A server that finds no database says so, and is left.
    if (error?.code === 'database_unavailable') socket.disconnect();
    else if (error) this.faults.push(`subscribing at ${this.last}: ${error.code}`);
  }

  #apply({ seq, previous_seq: previous, kind, id, deleted, data }) {
    const name = `${kind} ${id}`;
    const known = this.numbers.get(seq) ?? name;
    if (previous !== this.last)
      this.faults.push(`after ${this.last} came ${seq}, which says it comes after ${previous}`);
    if (seq <= this.last) this.faults.push(`${seq} came again`);
    if (known !== name) this.faults.push(`${seq} is ${known} and ${name}`);
    if (deleted !== (data === null)) this.faults.push(`${name} is deleted and isn't`);
    this.numbers.set(seq, name);
    if (deleted) this.things.delete(name);
    else this.things.set(name, data);
    this.last = seq;
    this.received++;
  }
}
