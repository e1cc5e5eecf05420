import pg, { type ClientConfig } from 'pg';

export interface Server {
  readonly host: string;
  readonly port: number;
}

/** None of the servers of an address takes writes now. */
export class NoPrimary extends Error {
  /** @param code of PostgreSQL, where one of them has refused the caller */
  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message);
  }
}

/** For a server that answers nothing: a request waits for a connection for three seconds. */
const SERVER_LIMIT_MS = 1_500;

/**
 * Which server of several takes writes. It is looked for when nobody knows, in the order of the address, beginning with
 * the last one that did; and it is believed until a connection to it is refused, lost, or turns out to be read-only.
 */
export class Primary {
  private static readonly all = new Map<string, Primary>();
  private readonly open = new Map<pg.Client, Server>();
  private last: Server | undefined;
  private isBelieved = false;
  private search: Promise<Server> | undefined;

  private constructor(private readonly servers: readonly Server[]) {}

  /** One for all who connect to the same servers: what one of them finds out, all know. */
  static of(servers: readonly Server[]): Primary {
    const key = servers.map(nameOf).join();
    const known = Primary.all.get(key) ?? new Primary(servers);
    Primary.all.set(key, known);
    return known;
  }

  /** @throws NoPrimary */
  find(config: ClientConfig): Promise<Server> {
    if (this.last && this.isBelieved) return Promise.resolve(this.last);
    return (this.search ??= this.look(config).finally(() => (this.search = undefined)));
  }

  doubt(server: Server): void {
    if (server === this.last) this.isBelieved = false;
  }

  /** Where another server takes over, connections to the one before are cut: it may be alive, and must not be asked. */
  keep(client: pg.Client, server: Server): void {
    this.open.set(client, server);
    client.once('end', () => this.open.delete(client));
    if (server !== this.last) cut(client);
  }

  private async look(config: ClientConfig): Promise<Server> {
    const failures: [Server, Error][] = [];
    for (const server of this.inTurn()) {
      try {
        await probe(config, server);
        return this.believe(server);
      } catch (error) {
        failures.push([server, error as Error]);
      }
    }
    throw noneOf(failures);
  }

  private inTurn(): Server[] {
    const { last, servers } = this;
    return last ? [last, ...servers.filter((server) => server !== last)] : [...servers];
  }

  private believe(server: Server): Server {
    this.last = server;
    this.isBelieved = true;
    for (const [client, at] of this.open) if (at !== server) cut(client);
    return server;
  }
}

/** @throws NoPrimary where the server at the other end is a standby */
export async function requirePrimary(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
  if (rows[0]?.transaction_read_only !== 'off') throw new NoPrimary('is a standby');
}

async function probe(config: ClientConfig, server: Server): Promise<void> {
  const limits = { connectionTimeoutMillis: SERVER_LIMIT_MS, query_timeout: SERVER_LIMIT_MS };
  const client = new pg.Client({ ...config, ...limits });
  client.on('error', () => undefined);
  Object.assign(client, server);
  try {
    await client.connect();
    await requirePrimary(client);
  } finally {
    void client.end().catch(() => undefined);
  }
}

/** Only what the operator must change: a wrong password, a database that is missing. */
const REFUSED = /^(28|3D|42)/;

function noneOf(failures: [Server, Error & { code?: string }][]): NoPrimary {
  const reasons = failures.map(([server, error]) => `${nameOf(server)}: ${error.message || error.code}`);
  const refused = failures.map(([, { code }]) => code).find((code) => REFUSED.test(code ?? ''));
  return new NoPrimary(`no server takes writes (${reasons.join('; ')})`, refused);
}

function nameOf({ host, port }: Server): string {
  return `${host}:${port}`;
}

function cut(client: pg.Client): void {
  client.connection.stream.destroy(new Error('Connection terminated: another server takes the writes now'));
}
