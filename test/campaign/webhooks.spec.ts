import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Dispatcher } from '../../src/features/sending/dispatcher.js';
import { packageRoot } from '../../src/platform/config/paths.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { setTime } from '../support/clock.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import { hook, type MadeWebhook } from '../support/receiver.js';

/** A small one runs with the other tests. */
const EVENTS = Number(process.env.CAMPAIGN_EVENTS ?? 60);
const KILLS = Number(process.env.CAMPAIGN_KILLS ?? 2);
const IN_BULK = 20;
const ALLOWED = { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' };

interface Entry {
  path: string;
  id: number;
  header: string;
  task: number;
  conduct: 'takes' | 'fails' | 'cuts' | 'hangs';
  verified: boolean;
}

interface Listened extends MadeWebhook {
  project: { id: number };
  path: string;
  /** Of the tasks whose making was acknowledged. */
  tasks: Set<number>;
}

let app: TestApp;
let beside: TestApp;
let ann: Person;
let port: number;
let journal: string;
let child: ChildProcess;
/** Resolves when the receiver is there: no time passes for deliveries while it is away. */
let isThere: Promise<unknown> = Promise.resolve();
let hooks: Listened[];

beforeAll(async () => {
  app = await startApp(ALLOWED);
  beside = await startBeside(app, ALLOWED);
  ann = await app.person('Ann');
  port = await freePort();
  journal = join(mkdtempSync(join(tmpdir(), 'fasttrack-hooks-')), 'journal');
  writeFileSync(journal, '');
  hooks = [await listened('/one'), await listened('/two')];
  child = await startReceiver();
});

afterAll(async () => {
  child.kill('SIGKILL');
  await beside.stop();
  await app.stop();
  rmSync(dirname(journal), { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  return free;
}

async function listened(path: string): Promise<Listened> {
  const project = await make.project(ann);
  const made = await hook(ann, project, `http://127.0.0.1:${port}${path}`, { types: ['task.created'] });
  return { ...made, project, path, tasks: new Set() };
}

async function startReceiver(): Promise<ChildProcess> {
  const secrets = Object.fromEntries(hooks.map(({ path, secret }) => [path, secret]));
  const env = {
    ...process.env,
    PORT: String(port),
    JOURNAL: journal,
    SECRETS: JSON.stringify(secrets),
    NODE_OPTIONS: '',
  };
  const receiver = fork(join(packageRoot(), 'test/campaign/webhook-receiver.mjs'), { env });
  await once(receiver, 'message');
  return receiver;
}

/** Makes tasks on both instances, many at once; some requests are refused as a whole. */
async function write(): Promise<void> {
  for (let made = 0, nth = 0; made < EVENTS; nth++) {
    const { project, tasks } = hooks[nth % hooks.length]!;
    const person = nth % 3 ? ann : beside.as(ann);
    const size = Math.min(IN_BULK, EVENTS - made);
    const isWrong = nth % 10 === 9;
    const wanted = Array.from({ length: size }, (_, place) => ({
      title: isWrong && place === size - 1 ? '' : `Task ${nth}`,
    }));
    const { status, body } = await person.post(`/projects/${project.id}/tasks/bulk`, { tasks: wanted });
    if (status !== 201) continue;
    for (const { id } of (body.data as { items: { id: number }[] }).items) tasks.add(id);
    made += size;
  }
}

async function killNowAndThen(isOver: () => boolean): Promise<number> {
  let kills = 0;
  while (!isOver() && kills < KILLS) {
    await wait(200 + Math.random() * 1_500);
    child.kill('SIGKILL');
    kills++;
    const back = wait(Math.random() * 500).then(startReceiver);
    isThere = back;
    child = await back;
  }
  return kills;
}

/** Whenever nothing is due, the clock goes to what is due next. Answers how often. */
async function deliverAll(): Promise<number> {
  for (let jumps = 0; ; jumps++) {
    await app.idle();
    await Promise.all([app.get(Dispatcher).idle(), beside.get(Dispatcher).idle()]);
    const [next] = await app.database.query<{ due: Date | null }>('SELECT min(due_at) AS due FROM webhook_deliveries');
    if (!next?.due) return jumps;
    await isThere;
    // A little more, so that what is due at nearly the same time goes at once.
    setTime(new Date(next.due.getTime() + 2_000), app, beside);
  }
}

const entries = () =>
  readFileSync(journal, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);

it(`SPEC-037.7: ${EVENTS} events reach a receiver that fails, cuts, hangs and is killed`, async () => {
  let isOver = false;
  const killing = killNowAndThen(() => isOver);
  await write();
  const first = await deliverAll();
  isOver = true;
  const kills = await killing;
  const jumps = first + (await deliverAll());

  const all = entries();
  for (const { id, path, project, tasks } of hooks) {
    const own = all.filter((entry) => entry.path === path);
    const taken = new Set(own.filter(({ conduct }) => conduct === 'takes').map(({ task }) => task));
    expect([...tasks].filter((task) => !taken.has(task))).toEqual([]);
    expect(own.filter(({ task }) => !tasks.has(task))).toEqual([]);
    const text = `SELECT id FROM events WHERE type = 'task.created' AND data->>'projectId' = $1`;
    const events = new Set((await app.database.query<{ id: number }>(text, [String(project.id)])).map((row) => row.id));
    expect(events.size).toBe(tasks.size);
    expect(own.filter((entry) => !events.has(entry.id) || entry.header !== String(entry.id))).toEqual([]);
    const states = `SELECT DISTINCT status FROM webhook_deliveries WHERE webhook_id = $1`;
    expect(await app.database.query(states, [id])).toEqual([{ status: 'delivered' }]);
  }
  expect(all.filter(({ verified }) => !verified)).toEqual([]);
  if (process.env.CAMPAIGN_EVENTS) report(all, kills, jumps);
}, 3_600_000);

function report(all: Entry[], kills: number, jumps: number): void {
  const of = (conduct: Entry['conduct']) => all.filter((entry) => entry.conduct === conduct).length;
  const taken = new Set(all.filter(({ conduct }) => conduct === 'takes').map(({ id }) => id)).size;
  process.stdout.write(
    `✓ webhooks: ${EVENTS} events, ${taken} taken at least once in ${all.length} requests that came; the receiver failed ` +
      `${of('fails')}, cut ${of('cuts')}, left hanging ${of('hangs')} and was killed ${kills} times; ` +
      `${all.length - taken - of('fails') - of('cuts') - of('hangs')} came twice, none was invented, every signature verified ` +
      `(the clock was moved on ${jumps} times)\n`,
  );
}
