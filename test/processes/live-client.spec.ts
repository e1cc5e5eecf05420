import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../src/platform/config/paths.js';
import { freePort } from '@fasttrack/embedded-postgres-server/free-port';
import { Client } from '../support/client.js';
import { cloneDatabase, type TestDatabase } from '../support/databases.js';
import { until } from '../support/until.js';
import { layOut, printedCode } from '../support/printed-code.js';
import { emptyCheckout, Program } from '../support/program.js';

const TOKENS_LAST_SECONDS = 3;
const LIMIT_MS = 120_000;
const PASSWORD = 'a garden of my own';

interface Line {
  seq?: number;
  ready?: true;
  sent?: string;
  closing?: string;
}

/** A process that runs the printed client, and what it has heard. */
class Page {
  private said = '';

  private constructor(private readonly process: ChildProcess) {
    for (const output of [process.stdout, process.stderr])
      output?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
  }

  static async open(folder: string, url: string, pair: object, mood = 'awake'): Promise<Page> {
    const script = join(packageRoot(), 'test/support/live-listener.mjs');
    const page = new Page(spawn(process.execPath, [script, folder, url, JSON.stringify(pair), mood]));
    await page.until(() => page.lines.some(({ ready }) => ready));
    return page;
  }

  get lines(): Line[] {
    const whole = this.said.slice(0, this.said.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  }

  get seqs(): number[] {
    return this.lines.flatMap(({ seq }) => seq ?? []);
  }

  count(condition: (line: Line) => boolean): number {
    return this.lines.filter(condition).length;
  }

  async until(condition: () => boolean): Promise<void> {
    await until(condition, LIMIT_MS).catch(() => {
      throw new Error(`The page said:\n${this.said}`);
    });
  }

  close(): void {
    this.process.kill('SIGKILL');
  }
}

const checkout = emptyCheckout();
let database: TestDatabase;
let pages: Page[] = [];

beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(async () => {
  for (const page of pages) page.close();
  pages = [];
  await database.drop();
});

async function start(port: number): Promise<Program> {
  return Program.start(checkout.path, {
    PORT: String(port),
    DATABASE_URL: database.url,
    ACCESS_TOKEN_EXPIRE_MINUTES: String(TOKENS_LAST_SECONDS / 60),
    RATE_LIMIT_REQUESTS: '100000',
  });
}

async function signIn(url: string, name: string): Promise<object & { access_token: string }> {
  const answer = await new Client(url).post('/auth/login', { email: `${name}@example.com`, password: PASSWORD });
  expect(answer.status).toBe(200);
  return answer.body.data;
}

/** As Ann; her own token is good for one deed. */
async function asAnn(url: string, path: string, body: object): Promise<{ id: number }> {
  const ann = new Client(url, () => undefined, (await signIn(url, 'ann')).access_token);
  const answer = await ann.post(path, body);
  expect(answer.status).toBe(201);
  return answer.body.data;
}

/** A task of Ann's that is Ben's to do: he hears of each comment. */
async function taskForBen(url: string): Promise<{ id: number }> {
  for (const name of ['ann', 'ben']) {
    const person = { email: `${name}@example.com`, password: PASSWORD, display_name: name };
    expect((await new Client(url).post('/auth/register', person)).status).toBe(201);
  }
  const ben = new Client(url, () => undefined, (await signIn(url, 'ben')).access_token);
  const { id } = (await ben.get('/users/me')).body.data as { id: number };
  const project = await asAnn(url, '/projects', { name: 'Garden' });
  return asAnn(url, `/projects/${project.id}/tasks`, { title: 'Water the beds', assignee_id: id });
}

it(
  'SPEC-010.39: the printed client hears each notification once and in order, past three expiries and a restart',
  async () => {
    layOut(checkout.path, { 'session.mjs': 'docs/FRONT-ENDS.md', 'listen.mjs': 'docs/LIVE-CLIENTS.md' });
    const port = await freePort();
    const program = await start(port);
    const { url } = program;
    const task = await taskForBen(url);
    for (const mood of ['awake', 'asleep']) {
      pages.push(await Page.open(checkout.path, url, await signIn(url, 'ben'), mood));
    }
    const [awake, asleep] = pages as [Page, Page];
    let made = 0;
    const comment = async () => {
      await asAnn(url, `/tasks/${task.id}/comments`, { body: `Comment ${++made}` });
    };
    const hasSeenThree = () =>
      awake.count(({ sent }) => sent === 'authenticate') >= 3 &&
      asleep.count(({ closing }) => closing === 'token_expired') >= 3;
    for (const deadline = Date.now() + LIMIT_MS / 2; !hasSeenThree() && Date.now() < deadline; await sleep(100))
      await comment();
    await program.end('SIGKILL');
    await start(port);
    for (let more = 0; more < 5; more++) await comment();
    const expected = Array.from({ length: made }, (_, index) => index + 2); // 1 was the assignment itself
    for (const page of pages) {
      await page.until(() => page.seqs.length >= made);
      expect(page.seqs).toEqual(expected);
    }
    expect(hasSeenThree()).toBe(true);
  },
  LIMIT_MS,
);

it('SPEC-010.39: the README shows the same client', () => {
  const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
  expect(readme.includes(printedCode('docs/LIVE-CLIENTS.md').trimEnd())).toBe(true);
});
