import pg, { type ClientConfig } from 'pg';
import { Primary, requirePrimary, type Server } from './primary.js';

export interface PrimaryConfig extends ClientConfig {
  servers?: readonly Server[];
}

const STANDARD_PORT = 5432;

/**
 * A connection to whichever of several servers takes writes, as libpq opens it with `target_session_attrs=read-write`.
 * node-postgres knows one host for a client; this one is told which when it connects.
 *
 * @spec SPEC-048
 */
export class PrimaryClient extends pg.Client {
  private readonly primary: Primary;
  private server: Server | undefined;

  constructor(private readonly config: PrimaryConfig) {
    super(config);
    this.primary = Primary.of(config.servers ?? []);
    // From the beginning: a pool listens only once the connection is open, and what nobody hears ends the program.
    this.on('error', () => this.server && this.primary.doubt(this.server));
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error, client?: pg.Client) => void): Promise<pg.Client> | void {
    const connected = this.reach();
    if (!callback) return connected;
    connected.then(
      (client) => callback(null as unknown as Error, client),
      (error: Error) => callback(error),
    );
  }

  private async reach(): Promise<this> {
    const server = await this.primary.find(this.config);
    Object.assign(this, server, { server });
    try {
      await super.connect();
      await requirePrimary(this);
    } catch (error) {
      this.primary.doubt(server);
      void this.end().catch(() => undefined);
      throw error;
    }
    this.primary.keep(this, server);
    return this;
  }
}

/** Of an address with one host. */
export function serverAt(address: string): Server {
  const { hostname, port } = new URL(address);
  return { host: decodeURIComponent(hostname).replace(/^\[(.+)\]$/, '$1'), port: Number(port || STANDARD_PORT) };
}
