import { setTimeout as sleep } from 'node:timers/promises';
import { wire } from './load/connection.mjs';
import { Generator } from './load/process.mjs';
import { figure, percentile } from './report/figures.mjs';
import { signIn } from './stage/cast.mjs';
import { withAudience, withBareAudience } from './stage/audience.mjs';
import { say } from './stage/stage.mjs';
import { residentMiB } from './stage/usage.mjs';

const GOAL_MS = 25;
const GOAL_KIB = 12;
const LISTENING = 1_000;
const IDLE = 5_000;
const IDLE_PEOPLE = 100;
const BURSTS = 40;
const WARM_BURSTS = 20;
const PAUSE_MS = 150;
/** By then each socket has answered a heartbeat, and V8 has given back what opening them took. */
const SETTLE_MS = 40_000;

/**
 * W7: one assignment to a thousand sockets of one person, and what a socket costs while nothing happens. The floor only
 * writes the message to each socket: no server of such sockets can do less.
 */
export async function measureBurst(stage, options) {
  const [listening, idle] = options.quick ? [100, 500] : [LISTENING, IDLE];
  const listener = stage.players.readers[0].id;
  const [token] = (await signIn(stage.client, stage.mint, [listener])).values();
  const each = { stage, listener, token, count: listening };
  const bare = await withBareAudience(stage, 'bare-burst', (server, audience) => bursts(server, audience, each));
  const own = await withAudience(stage, 'burst', (server, audience) => bursts(server, audience, each));
  const bareKib = await withBareAudience(stage, 'bare-idle', (server, audience) =>
    idleKib(server, audience, { stage, idle }),
  );
  const ownKib = await withAudience(stage, 'idle-sockets', async (server, audience) => {
    await workedBefore(stage, server, options);
    return idleKib(server, audience, { stage, idle });
  });
  return [
    ...burstLines(bare, { count: listening, whose: 'floor: ' }),
    ...burstLines(own, { count: listening, goal: GOAL_MS }),
  ].concat(idleLine(bareKib, { idle, whose: 'floor: ' }), idleLine(ownKib, { idle, goal: GOAL_KIB }));
}

async function bursts({ port, name }, audience, { stage, listener, token, count }) {
  const { elapsedMs } = await audience.ask({ order: 'connect', port, tokens: [token], count });
  say(`W7: ${count} sockets of one person opened in ${figure(elapsedMs)} ms (${name})`);
  const results = [];
  for (let index = 0; index < WARM_BURSTS + BURSTS; index++) {
    const task = stage.players.movables[index];
    const request = wire('PATCH', `/tasks/${task.id}`, { token: task.token, body: { assignee_id: listener } });
    const result = await audience.ask({ order: 'burst', port, request, status: 200 });
    if (index >= WARM_BURSTS) results.push(result);
    await sleep(PAUSE_MS);
  }
  return results;
}

function burstLines(results, { count, whose = '', goal }) {
  const sorted = (values) => Float64Array.from(values).sort();
  const heard = sorted(results.flatMap(({ heardMs }) => heardMs));
  const answered = sorted(results.map(({ answeredMs }) => answeredMs));
  const title = 'W7 an assignment to many sockets';
  const line = (words, value, atMost) => ({
    title,
    met: atMost === undefined || value <= atMost,
    cells: [title, whose + words, `${figure(value)} ms`, atMost === undefined ? '' : `≤ ${atMost} ms`],
  });
  return [
    line(`p50 from sending the request to receipt, ${count} sockets`, percentile(heard, 0.5)),
    line(`p99 from sending the request to receipt, ${count} sockets`, percentile(heard, 0.99), goal),
    line('p50 from sending the request to its answer', percentile(answered, 0.5)),
  ];
}

/** So that what a program needs anyway is not counted for its sockets. */
async function workedBefore(stage, { port }, { warmUp }) {
  const generator = new Generator(stage);
  await generator.drive({ port, work: 'read', connections: 32, requests: warmUp });
  await generator.stop();
}

/** The resident memory of a server before and with so many sockets of a hundred people, and what that is for each. */
async function idleKib({ port, pid, name }, audience, { stage, idle }) {
  const tokens = stage.players.readers.slice(0, IDLE_PEOPLE).map(({ token }) => token);
  await audience.ask({ order: 'connect', port, tokens, count: idle / 10 });
  await audience.ask({ order: 'leave' });
  const before = await settled(pid);
  const { elapsedMs } = await audience.ask({ order: 'connect', port, tokens, count: idle });
  say(`W7: ${idle} sockets of ${tokens.length} people opened in ${figure(elapsedMs)} ms (${name})`);
  const after = await settled(pid);
  return { before, after, each: ((after - before) * 1024) / idle };
}

function idleLine({ before, after, each }, { idle, whose = '', goal }) {
  const title = 'W7 an idle socket';
  const words = `${whose}resident memory of each of ${idle} (${figure(before)} → ${figure(after)} MiB)`;
  const cells = [title, words, `${figure(each)} KiB`, goal === undefined ? '' : `≤ ${goal} KiB`];
  return { title, met: goal === undefined || each <= goal, cells };
}

async function settled(pid) {
  await sleep(SETTLE_MS);
  return residentMiB(pid);
}
