import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between the program and its database, and can fail as networks do. */
export class Proxy {
  private readonly sockets = new Set<Socket>();
  private readonly askers = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
  ) {
    server.on('connection', (socket) => this.join(socket));
  }

  /** For a connection URL; `url` is the same through the proxy. */
  static async before(url: string): Promise<{ proxy: Proxy; url: string }> {
    const through = new URL(url);
    const proxy = new Proxy(createServer(), { host: through.hostname, port: Number(through.port) });
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    through.hostname = '127.0.0.1';
    through.port = String((proxy.server.address() as AddressInfo).port);
    return { proxy, url: through.href };
  }

  /** Every connection breaks, and new ones break at once. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  /** Every connection stays, and nothing passes any more, in neither direction; new ones are as they were. */
  freeze(): void {
    for (const socket of this.sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  /** What the database says is kept, and arrives in one packet with the end of the connection. */
  hold(): void {
    for (const socket of this.askers) socket.cork();
  }

  get heldBytes(): number {
    return [...this.askers].reduce((sum, { writableLength }) => sum + writableLength, 0);
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket): void {
    if (this.isCut) return void near.destroy();
    const far = connect(this.target);
    near.pipe(far).pipe(near);
    this.askers.add(near);
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        this.askers.delete(near);
        near.destroy();
        far.destroy();
      });
    }
  }
}
