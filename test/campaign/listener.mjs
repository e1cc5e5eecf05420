import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';

/** A client that listens, and comes back with the last `seq` it has heard, to whichever instance, as long as it lives. */
export class Listener {
  #isOver = false;
  #socket;
  heard = [];
  connections = 0;
  resyncs = 0;

  constructor(ports, token) {
    this.running = this.#listen(ports, token);
  }

  get lastSeq() {
    return this.heard.at(-1) ?? 0;
  }

  /** Heard everything from 1 to this, each once and in order. */
  heardAll(last) {
    return this.heard.length === last && this.heard.every((seq, index) => seq === index + 1);
  }

  async stop() {
    this.#isOver = true;
    this.#socket?.disconnect();
    await this.running;
  }

  async #listen(ports, token) {
    for (let nth = 0; !this.#isOver; nth++) {
      await this.#stay(ports[nth % ports.length](), { token, last_seq: this.lastSeq });
      await sleep(20);
    }
  }

  #stay(port, auth) {
    const options = {
      path: '/ws',
      forceNew: true,
      transports: ['websocket'],
      reconnection: false,
      timeout: 5_000,
      auth,
    };
    const socket = io(`http://127.0.0.1:${port}`, options);
    this.#socket = socket;
    socket.on('ready', () => this.connections++);
    socket.on('resync_required', () => this.resyncs++);
    socket.on('notification', ({ seq }) => this.heard.push(seq));
    return new Promise((resolve) => {
      for (const end of ['disconnect', 'connect_error']) {
        socket.on(end, () => {
          socket.removeAllListeners();
          socket.disconnect();
          resolve();
        });
      }
    });
  }
}
