import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Generator, LoadProcess } from '../load/process.mjs';
import { figure } from '../report/figures.mjs';
import { signIn } from '../stage/cast.mjs';
import { startProgram, stopServer } from '../stage/servers.mjs';
import { say } from '../stage/stage.mjs';
import { residentMiB } from '../stage/usage.mjs';

export const SOCKETS_HEAD = [
  'sockets',
  'opened/s',
  'memory MiB',
  'KiB a socket',
  'W1 req/s beside them',
  'W1 p50 ms',
  'W1 p99 ms',
];

const PEOPLE = 100;
const SETTLE_MS = 8_000;

/** More than one person may have. */
const OF_ONE = 3_000;

/** What else a process has open. */
const OTHER_FILES = 200;

/** More and more sockets of one program: how fast the next ones open, what each keeps, and how quick reads are meanwhile. */
export async function measureSockets(stage, options) {
  return withAudience(stage, 'sockets', async ({ port, pid }, audience) => {
    const generator = new Generator(stage);
    const read = { port, work: 'read', connections: options.connections };
    await generator.drive({ ...read, requests: options.warmUp });
    const tokens = stage.players.readers.slice(0, PEOPLE).map(({ token }) => token);
    await audience.ask({ order: 'connect', port, tokens, count: 50 });
    await audience.ask({ order: 'leave' });
    const before = await settled(pid);
    const steps = [];
    for (const count of options.sockets.filter(isPossible)) {
      const more = count - (steps.at(-1)?.count ?? 0);
      const { elapsedMs } = await audience.ask({ order: 'connect', port, tokens, count: more });
      const memory = await settled(pid);
      const { p50, p99, count: reads, elapsedMs: time } = await generator.drive({ ...read, seconds: options.seconds });
      const kib = ((memory - before) * 1024) / count;
      steps.push({ count, pace: (more * 1000) / elapsedMs, memory, kib, rate: (reads * 1000) / time, p50, p99 });
      say(`${count} sockets: ${figure(steps.at(-1).pace)} opened/s, ${figure(kib)} KiB each, W1 p50 ${figure(p50)} ms`);
    }
    await generator.stop();
    return { rows: steps.map(cellsOf), bends: bendsOf(steps) };
  });
}

/** Which of the sockets of one person are refused, and what they are told. */
export async function measureOnePerson(stage) {
  return withAudience(stage, 'one-person', async ({ port }, audience) => {
    const [token] = (await signIn(stage.client, stage.mint, [stage.players.readers[0].id])).values();
    const order = { order: 'connect', port, tokens: [token], count: OF_ONE, mayFail: true };
    if (!isPossible(OF_ONE))
      return `Of one person: this shell lets a process open too few files for ${OF_ONE} sockets.`;
    const { open, failed, reason, elapsedMs } = await audience.ask(order);
    const words = `Of one person: ${open} of ${OF_ONE} sockets were open after ${figure(elapsedMs / 1000)} s`;
    return failed === 0 ? `${words}.` : `${words}, ${failed} were not: ${reason}`;
  });
}

async function withAudience(stage, name, play) {
  const program = await startProgram(stage, { name });
  const audience = new LoadProcess('audience.mjs', stage.cleanUp);
  try {
    return await play(program, audience);
  } finally {
    await audience.stop();
    await stopServer(program);
  }
}

async function settled(pid) {
  await sleep(SETTLE_MS);
  return residentMiB(pid);
}

/** The program and the audience are each one process, with one file for each socket. */
function isPossible(count) {
  const allowed = filesAllowed();
  if (count + OTHER_FILES <= allowed) return true;
  say(`${count} sockets are left out: a process may open ${allowed} files (see ulimit -n)`);
  return false;
}

function filesAllowed() {
  try {
    const limit = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return Number(limit ?? Infinity);
  } catch {
    return Infinity;
  }
}

function cellsOf({ count, pace, memory, kib, rate, p50, p99 }) {
  return [count.toLocaleString('en'), ...[pace, memory, kib, rate, p50, p99].map(figure)];
}

function bendsOf(steps) {
  const [least, most] = [steps[0], steps.at(-1)];
  const range = `from ${least?.count} to ${most?.count} sockets`;
  return steps.length < 2
    ? []
    : [
        { words: `the time to open a socket ${range}`, by: least.pace / most.pace },
        { words: `the time of W1 beside them ${range}`, by: most.p50 / least.p50 },
      ];
}
