import { setTimeout as sleep } from 'node:timers/promises';
import { wire } from './load/connection.mjs';
import { Generator } from './load/process.mjs';
import { figure, percentile } from './report/figures.mjs';
import { signIn } from './stage/cast.mjs';
import { withAudience } from './stage/audience.mjs';
import { say } from './stage/stage.mjs';
import { residentMiB } from './stage/usage.mjs';

const GOAL_MS = 50;
const GOAL_KIB = 20;
const LISTENING = 1_000;
const IDLE = 5_000;
const IDLE_PEOPLE = 100;
const BURSTS = 40;
const WARM_BURSTS = 20;
const PAUSE_MS = 150;
const SETTLE_MS = 10_000;

/** W7: one assignment to a thousand sockets of one person, and what a socket costs while nothing happens. */
export async function measureBurst(stage, options) {
  const [listening, idle] = options.quick ? [100, 500] : [LISTENING, IDLE];
  return [...(await burstLines(stage, listening)), await idleLine(stage, { idle, options })];
}

async function burstLines(stage, count) {
  return withAudience(stage, 'burst', async ({ port }, audience) => {
    const listener = stage.players.readers[0].id;
    const [token] = (await signIn(stage.client, stage.mint, [listener])).values();
    const { elapsedMs } = await audience.ask({ order: 'connect', port, tokens: [token], count });
    say(`W7: ${count} sockets of one person opened in ${figure(elapsedMs)} ms`);
    const bursts = [];
    for (let index = 0; index < WARM_BURSTS + BURSTS; index++) {
      const task = stage.players.movables[index];
      const request = wire('PATCH', `/tasks/${task.id}`, { token: task.token, body: { assignee_id: listener } });
      const result = await audience.ask({ order: 'burst', port, request, status: 200 });
      if (index >= WARM_BURSTS) bursts.push(result);
      await sleep(PAUSE_MS);
    }
    return burstCells(bursts, count);
  });
}

function burstCells(bursts, count) {
  const sorted = (values) => Float64Array.from(values).sort();
  const heard = sorted(bursts.flatMap(({ heardMs }) => heardMs));
  const answered = sorted(bursts.map(({ answeredMs }) => answeredMs));
  const title = 'W7 an assignment to many sockets';
  const line = (words, value, goal) => ({
    title,
    met: goal === undefined || value <= goal,
    cells: [title, words, `${figure(value)} ms`, goal === undefined ? '' : `≤ ${goal} ms`],
  });
  return [
    line(`p50 from sending the request to receipt, ${count} sockets`, percentile(heard, 0.5)),
    line(`p99 from sending the request to receipt, ${count} sockets`, percentile(heard, 0.99), GOAL_MS),
    line('p50 from sending the request to its answer', percentile(answered, 0.5)),
  ];
}

/** Of a program that has worked before, so that what it needs anyway is not counted. */
async function idleLine(stage, { idle, options }) {
  return withAudience(stage, 'idle-sockets', async ({ port, pid }, audience) => {
    const generator = new Generator(stage);
    await generator.drive({ port, work: 'read', connections: 32, requests: options.warmUp });
    await generator.stop();
    const tokens = stage.players.readers.slice(0, IDLE_PEOPLE).map(({ token }) => token);
    await audience.ask({ order: 'connect', port, tokens, count: idle / 10 });
    await audience.ask({ order: 'leave' });
    const before = await settled(pid);
    const { elapsedMs } = await audience.ask({ order: 'connect', port, tokens, count: idle });
    say(`W7: ${idle} sockets of ${tokens.length} people opened in ${figure(elapsedMs)} ms`);
    const after = await settled(pid);
    const kib = ((after - before) * 1024) / idle;
    const title = 'W7 an idle socket';
    const words = `resident memory of each of ${idle} (${figure(before)} → ${figure(after)} MiB)`;
    return { title, met: kib <= GOAL_KIB, cells: [title, words, `${figure(kib)} KiB`, `≤ ${GOAL_KIB} KiB`] };
  });
}

async function settled(pid) {
  await sleep(SETTLE_MS);
  return residentMiB(pid);
}
