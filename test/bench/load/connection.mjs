import { connect } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One kept-open connection that asks one thing at a time. Nothing but what HTTP/1.1 answers with a Content-Length need:
 * the generator shares the machine with what it measures, and must cost little.
 */
export class Connection {
  #port;
  #socket;
  #rest = null;
  #settle;
  #fail;

  constructor(port) {
    this.#port = port;
  }

  /** The status and the bytes of the body; rejects where the connection breaks. */
  ask(text) {
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
      this.#rest = null;
      this.#socket ??= this.#open();
      this.#socket.write(text, 'utf8');
    });
  }

  close() {
    this.#fail = undefined;
    this.#socket?.destroy();
  }

  #open() {
    const socket = connect(this.#port, '127.0.0.1').setNoDelay(true);
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#socket = undefined;
      this.#fail?.(new Error('the connection was closed'));
    });
    return socket;
  }

  #take(bytes) {
    const all = this.#rest ? Buffer.concat([this.#rest, bytes]) : bytes;
    const end = all.indexOf(END_OF_HEAD);
    const head = end < 0 ? '' : all.latin1Slice(0, end);
    const length = end < 0 ? Infinity : Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? NaN);
    if (Number.isNaN(length)) return void this.#socket.destroy(new Error('an answer without Content-Length'));
    if (all.length < end + 4 + length) return void (this.#rest = all);
    this.#rest = null;
    this.#settle({ status: Number(head.slice(9, 12)), head, body: all.subarray(end + 4) });
  }
}

/** A request as it goes over the wire. */
export function wire(method, path, { token, body, headers = {} } = {}) {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1'];
  if (token) lines.push(`Authorization: Bearer ${token}`);
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  const text = body === undefined ? '' : JSON.stringify(body);
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`);
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}
