import { connect, createServer } from 'node:net';
import { once } from 'node:events';

/** Where COMMIT is prepared, with the name that it goes by from then on. */
const PREPARED = /P[^]{4}(\w*)\0COMMIT\0/;

/** Stands between the program and PostgreSQL, and loses connections when told to. */
export class CuttingProxy {
  #server;
  #armed = false;
  #links = new Set();
  #names = new Set();
  cuts = 0;

  static async before(databaseUrl) {
    const proxy = new CuttingProxy();
    const { hostname, port } = new URL(databaseUrl);
    proxy.#server = createServer((client) => proxy.#join(client, connect(Number(port), hostname)));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    proxy.url = Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${proxy.#server.address().port}` }).href;
    return proxy;
  }

  /** The next COMMIT goes through, and its answer never arrives. */
  arm() {
    this.#armed = true;
  }

  /** Loses every connection there is. */
  cutAll() {
    for (const { client, server } of this.#links) for (const socket of [client, server]) socket.destroy();
  }

  close() {
    this.#server.close();
    this.cutAll();
  }

  #join(client, server) {
    const link = { client, server };
    this.#links.add(link);
    client.on('data', (bytes) => {
      server.write(bytes);
      if (this.#commits(bytes.toString('latin1')) && this.#armed) this.#cut(link);
    });
    server.on('data', (bytes) => client.write(bytes));
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#links.delete(link);
        if (socket === server || !socket.wasCut) other.destroy();
      });
    }
  }

  /** An instance gives a statement the same name on all its connections. */
  #commits(text) {
    const name = PREPARED.exec(text)?.[1];
    if (name !== undefined) this.#names.add(name);
    return name !== undefined || [...this.#names].some((known) => text.includes(`\0${known}\0`));
  }

  /** What was sent still arrives: the server gets a farewell after it, the program only silence. */
  #cut({ client, server }) {
    this.#armed = false;
    this.cuts++;
    client.wasCut = true;
    client.destroy();
    server.end();
  }
}
