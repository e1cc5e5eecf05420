import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedDatabase, startEmbedded } from '@fasttrack/embedded-postgres-server';
import { Client } from 'pg';

const NAME = 'fasttrack';
const SETTINGS = { wal_level: 'replica', max_wal_senders: '4', autovacuum: 'off' };

/** A primary and its streaming standby: two real servers. */
export class Replicated {
  private constructor(
    readonly primary: EmbeddedDatabase,
    readonly standby: EmbeddedDatabase,
  ) {}

  static async start(): Promise<Replicated> {
    const [one, two] = [newFolder(), newFolder()];
    await (await serve(one)).stop();
    cpSync(join(one, 'postgres'), join(two, 'postgres'), { recursive: true });
    const primary = await serve(one);
    const data = join(two, 'postgres/data');
    writeFileSync(join(data, 'standby.signal'), '');
    appendFileSync(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${asSuperuser(primary, 'replication')}'\n`);
    return new Replicated(primary, await serve(two));
  }

  /** Both, as libpq writes it; the standby first. */
  get url(): string {
    const { primary, standby } = this;
    return primary.url.replace('@', `@${new URL(standby.url).host},`);
  }

  async promote(): Promise<void> {
    const client = new Client({ connectionString: asSuperuser(this.standby, 'postgres') });
    await client.connect();
    await client.query('SELECT pg_promote()');
    await client.end();
  }

  async remove(): Promise<void> {
    for (const server of [this.primary, this.standby]) {
      await server.stop();
      rmSync(server.dataDir, { recursive: true, force: true, maxRetries: 10 });
    }
  }
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'fasttrack-replicated-'));

function serve(dataDir: string): Promise<EmbeddedDatabase> {
  return startEmbedded({ dataDir, name: NAME, fsync: false, settings: SETTINGS, log: () => undefined });
}

function asSuperuser({ url, dataDir }: EmbeddedDatabase, database: string): string {
  const password = readFileSync(join(dataDir, 'postgres/password'), 'utf8').trim();
  return Object.assign(new URL(url), { username: 'postgres', password, pathname: `/${database}` }).href;
}
