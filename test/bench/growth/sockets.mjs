import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Generator } from '../load/process.mjs';
import { figure } from '../report/figures.mjs';
import { signIn } from '../stage/cast.mjs';
import { withAudience } from '../stage/audience.mjs';
import { say } from '../stage/stage.mjs';
import { turn } from '../stage/turn.mjs';
import { cpuMs, residentMiB } from '../stage/usage.mjs';

export const SOCKETS_HEAD = [
  'sockets',
  'opened/s',
  'CPU ms to open',
  'memory MiB',
  'KiB each',
  'W1 req/s',
  'W1 p50 ms',
  'W1 p99 ms',
  'W1 CPU server ms',
];

const PEOPLE = 100;
const SETTLE_MS = 8_000;

/** On a machine that does other things, too. */
const OPENING_LIMIT_MS = 600_000;

/** More than one person may have. */
const OF_ONE = 3_000;

/** What else a process has open. */
const OTHER_FILES = 200;

/** More and more sockets of one program: what the next ones take to open, what each of them keeps, and how quick reads are then. */
export async function measureSockets(stage, options) {
  return withAudience(stage, 'sockets', async (program, audience) => {
    const { port } = program;
    const played = { ...stage, connections: options.connections };
    const generator = new Generator(stage);
    await turn(played, generator, program, { work: 'read', requests: options.warmUp });
    const tokens = stage.players.readers.slice(0, PEOPLE).map(({ token }) => token);
    await audience.ask({ order: 'connect', port, tokens, count: 50 });
    await audience.ask({ order: 'leave' });
    const steps = [];
    for (const count of options.sockets.filter(isPossible)) {
      const opened = await openMore(program, audience, { tokens, more: count - (steps.at(-1)?.count ?? 0) });
      const beside = await turn(played, generator, program, { work: 'read', seconds: options.seconds });
      steps.push({ ...beside, ...opened, count });
      say(`${count} sockets: ${figure(opened.openCpu)} ms of CPU to open, ${figure(opened.kib)} KiB each`);
    }
    await generator.stop();
    return { rows: steps.map(cellsOf), bends: bendsOf(steps) };
  });
}

async function openMore({ port, pid }, audience, { tokens, more }) {
  const before = { memory: await settled(pid), cpu: cpuMs(pid) };
  const { elapsedMs } = await audience.ask({ order: 'connect', port, tokens, count: more }, OPENING_LIMIT_MS);
  const openCpu = (cpuMs(pid) - before.cpu) / more;
  const memory = await settled(pid);
  return { pace: (more * 1000) / elapsedMs, openCpu, total: memory, kib: ((memory - before.memory) * 1024) / more };
}

/** Which of the sockets of one person are refused, and what they are told. */
export async function measureOnePerson(stage) {
  return withAudience(stage, 'one-person', async ({ port }, audience) => {
    const [token] = (await signIn(stage.client, stage.mint, [stage.players.readers[0].id])).values();
    const order = { order: 'connect', port, tokens: [token], count: OF_ONE, mayFail: true };
    if (!isPossible(OF_ONE))
      return `Of one person: this shell lets a process open too few files for ${OF_ONE} sockets.`;
    const { open, failed, reason, elapsedMs } = await audience.ask(order, OPENING_LIMIT_MS);
    const words = `Of one person: ${open} of ${OF_ONE} sockets were open after ${figure(elapsedMs / 1000)} s`;
    return failed === 0 ? `${words}.` : `${words}, ${failed} were not: ${reason}`;
  });
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

function cellsOf({ count, pace, openCpu, total, kib, rate, p50, p99, serverCpu }) {
  const figures = [pace, openCpu, total, kib, rate, p50, p99, serverCpu];
  return [count.toLocaleString('en'), ...figures.map(figure)];
}

/** By their CPU: others on the machine change it least. */
function bendsOf(steps) {
  const [least, most] = [steps[0], steps.at(-1)];
  const range = `from ${least?.count} to ${most?.count} sockets`;
  return steps.length < 2
    ? []
    : [
        { words: `the CPU to open a socket ${range}`, by: most.openCpu / least.openCpu },
        { words: `the CPU of W1 beside them ${range}`, by: most.serverCpu / least.serverCpu },
      ];
}
