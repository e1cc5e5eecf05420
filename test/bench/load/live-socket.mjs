import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const TEXT = 0x81;
const LARGEST_SHORT = 125;

/**
 * A Socket.IO client on a bare WebSocket (RFC 6455), for thousands in one process: it introduces itself, answers pings,
 * and says when something arrives. The frames of a client must be masked; a mask of zeros changes nothing.
 */
export class LiveSocket {
  #socket;
  #rest = Buffer.alloc(0);
  #isOpen = false;
  #onText;
  #onEnd;

  /** Resolves when the server has said `ready`. */
  static open(port, token, hear = () => undefined) {
    const live = new LiveSocket();
    return new Promise((resolve, reject) => {
      live.#onEnd = (reason) => reject(new Error(`The socket was not opened: ${reason}`));
      live.#onText = (text) => {
        if (text.startsWith('0')) live.#send(`40${JSON.stringify({ token })}`);
        else if (text === '2') live.#send('3');
        else if (text.startsWith('44')) reject(new Error(`The socket was refused: ${text}`));
        else if (text.startsWith('42["ready"')) resolve(live);
        else if (text.startsWith('42')) hear(text);
      };
      live.#dial(port);
    });
  }

  /** Says it, and expects no acknowledgement. */
  say(word, content) {
    this.#send(`42${JSON.stringify([word, content])}`);
  }

  close() {
    this.#onEnd = undefined;
    this.#socket.destroy();
  }

  #dial(port) {
    const key = randomBytes(16).toString('base64');
    const upgrade = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
    ];
    const lines = ['GET /ws/?EIO=4&transport=websocket HTTP/1.1', 'Host: 127.0.0.1', ...upgrade];
    this.#socket = connect(port, '127.0.0.1', () => this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`)).setNoDelay(
      true,
    );
    this.#socket.on('data', (bytes) => this.#take(bytes));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#onEnd?.('the connection was closed'));
  }

  #take(bytes) {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    if (!this.#isOpen && !this.#upgraded()) return;
    for (let frame = this.#frame(); frame; frame = this.#frame()) {
      if (frame.opcode === 1) this.#onText(frame.text);
      else if (frame.opcode === 8) this.#socket.end();
    }
  }

  #upgraded() {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const head = this.#rest.latin1Slice(0, end);
    if (!head.startsWith('HTTP/1.1 101')) this.#onEnd?.(head.split('\r\n', 1)[0]);
    this.#rest = this.#rest.subarray(end + 4);
    this.#isOpen = true;
    return true;
  }

  /** The next whole frame. Messages in several frames and of more than 64 KiB don't occur here. */
  #frame() {
    const all = this.#rest;
    if (all.length < 2) return undefined;
    const isLong = (all[1] & 0x7f) > LARGEST_SHORT;
    if (isLong && all.length < 4) return undefined;
    const start = isLong ? 4 : 2;
    const end = start + (isLong ? all.readUInt16BE(2) : all[1] & 0x7f);
    if (all.length < end) return undefined;
    this.#rest = all.subarray(end);
    return { opcode: all[0] & 0x0f, text: all.utf8Slice(start, end) };
  }

  #send(text) {
    const body = Buffer.from(text);
    const isLong = body.length > LARGEST_SHORT;
    const head = isLong ? [TEXT, 0x80 | 126, body.length >> 8, body.length & 0xff] : [TEXT, 0x80 | body.length];
    this.#socket.write(Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), body]));
  }
}
