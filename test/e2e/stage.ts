import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient, memoryStorage } from '@fasttrack/client';
import { type Browser, chromium } from 'playwright-core';
import { packageRoot } from '../../src/platform/config/paths.js';
import { cloneDatabase, type TestDatabase } from '../support/databases.js';
import { Mailbox } from '../support/mailbox.js';
import { killProcessesWith } from '../support/processes.js';
import { Program } from '../support/program.js';
import { type ProviderProgram, startProvider } from '../support/provider-program.js';
import { until } from '../support/until.js';
import { type Size, Visitor } from './visitor.js';

export const PASSWORD = 'a long enough password of the tests';
/** By its name the browsers reach the program as another machine would: by plain http, which browsers don't trust. */
const OTHER_MACHINE = 'board.test';
export const ADMIN = { email: 'admin@example.com', password: PASSWORD };

/** Somebody with an account: what they do without a browser goes through `client`. */
export interface Person {
  id: number;
  name: string;
  email: string;
  client: Client;
}

/** The program as it is installed, a browser, and the people who use both. */
export class Stage {
  program!: Program;
  private readonly visitors: Visitor[] = [];

  private constructor(
    readonly browser: Browser,
    readonly mailbox: Mailbox,
    private readonly database: TestDatabase,
    private readonly at: { checkout: string; port: number },
    readonly provider: ProviderProgram | undefined,
  ) {}

  /** With `provider`, people can also sign in at a provider of OpenID Connect. */
  static async set({ provider: hasProvider = false } = {}): Promise<Stage> {
    const checkout = mkdtempSync(join(tmpdir(), 'fasttrack-e2e-'));
    copyFileSync(join(packageRoot(), 'package.json'), join(checkout, 'package.json'));
    for (const name of ['dist', 'node_modules', 'web']) symlinkSync(join(packageRoot(), name), join(checkout, name));
    const executablePath = process.env.FASTTRACK_CHROMIUM ?? 'chromium';
    const args = ['--no-sandbox', '--disable-dev-shm-usage', `--host-resolver-rules=MAP ${OTHER_MACHINE} 127.0.0.1`];
    const [browser, mailbox, database, port] = await Promise.all([
      chromium.launch({ executablePath, args }),
      Mailbox.open(),
      cloneDatabase(),
      freePort(),
    ]);
    const redirect = `http://localhost:${port}/auth/oidc/corp/callback`;
    const provider = hasProvider ? await startProvider(redirect) : undefined;
    const stage = new Stage(browser, mailbox, database, { checkout, port }, provider);
    await stage.start();
    return stage;
  }

  /** The address of the board; on localhost, where browsers allow passkeys. */
  get board(): string {
    return `http://localhost:${this.at.port}/app`;
  }

  async start(): Promise<void> {
    this.program = await Program.start(this.at.checkout, {
      PORT: String(this.at.port),
      DATABASE_URL: this.database.url,
      SMTP_URL: this.mailbox.url,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      RATE_LIMIT_REQUESTS: '1000000',
      SHUTDOWN_GRACE_SECONDS: '0',
      ...this.provider?.settings,
      WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    });
  }

  async clear(): Promise<void> {
    await this.browser.close();
    await this.program.end('SIGTERM');
    await Promise.all([this.mailbox.close(), this.database.drop(), this.provider?.stop()]);
    await killProcessesWith(this.at.checkout);
    rmSync(this.at.checkout, { recursive: true, force: true });
  }

  /** A browser of somebody's own; with `isElsewhere` on another machine. */
  async visitor({
    isElsewhere = false,
    ...options
  }: { isElsewhere?: boolean; viewport?: Size } = {}): Promise<Visitor> {
    const board = isElsewhere ? this.board.replace('localhost', OTHER_MACHINE) : this.board;
    const visitor = await Visitor.arrive(this.browser, board, options);
    if (this.provider) visitor.trust(this.provider.issuer);
    this.visitors.push(visitor);
    return visitor;
  }

  /** What went wrong in the browsers of the test, which are closed. */
  async farewell(): Promise<string[]> {
    const all = this.visitors.splice(0);
    for (const visitor of all) await visitor.leave();
    return all.flatMap(({ complaints }) => complaints);
  }

  async person(name: string, invitation?: string): Promise<Person> {
    const email = addressOf(name);
    return this.register(name, email, invitation);
  }

  /** Somebody who comes into a project by an invitation, as everybody does. */
  async member(name: string, owner: Person, projectId: number): Promise<Person> {
    const email = addressOf(name);
    const body = { email, role: 'editor' as const };
    await owner.client.post('/projects/{id}/invitations', { path: { id: projectId }, body });
    const token = /#token=(\S+)/.exec(await this.mailTo(email))?.[1];
    return this.register(name, email, token);
  }

  async mailTo(email: string): Promise<string> {
    await until(() => this.mailbox.to(email).length > 0);
    return this.mailbox.newest(email).text;
  }

  client(): Client {
    const url = `http://localhost:${this.at.port}`;
    return createClient({ url, refreshIn: 'body', storage: memoryStorage() });
  }

  private async register(name: string, email: string, invitation?: string): Promise<Person> {
    const client = this.client();
    const body = { email, password: PASSWORD, display_name: name };
    await client.post('/auth/register', { body: { ...body, ...(invitation && { invitation_token: invitation }) } });
    await client.signIn({ email, password: PASSWORD });
    return { id: (await client.get('/users/me')).id, name, email, client };
  }
}

/** A project of somebody with tasks. */
export async function projectOf({ client }: Person, name: string, titles: readonly string[]): Promise<number> {
  const { id } = await client.post('/projects', { body: { name } });
  const tasks = titles.map((title) => ({ title }));
  if (tasks.length > 0) await client.post('/projects/{id}/tasks/bulk', { path: { id }, body: { tasks } });
  return id;
}

function addressOf(name: string): string {
  return `${name.toLowerCase().replace(/\W/g, '')}.${randomUUID().slice(0, 8)}@example.com`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
