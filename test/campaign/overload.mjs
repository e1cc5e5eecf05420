import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, wire } from '../bench/load/connection.mjs';
import { BEHIND_PROXY, comingFrom } from '../bench/load/networks.mjs';
import { ask, count, Stand, Verdict } from './stand.mjs';

const TIMES = 10;
const PEAK_MS = 5_000;
const TICK_MS = 5;
const CLOSED_LOOP = 32;
const CONNECTIONS = 3_000;
/** Each with fewer connections than one person may have requests under way, or bodies on their way. */
const PEOPLE = 100;
const LIVE = wire('GET', '/health/live');
const RAMP_MS = 2_000;
/** From the end of `Retry-After` to the answer, for who asks before that; and for who doesn't, from the request. */
const ADMITTED_MS = 1_000;
const REFUSED_MS = 50;
const RECOVERY_MS = 5_000;

/** Ten times as much as the program can do, for half a minute: it does nearly as much as before, and refuses the rest at once. */
export async function overload([given, pool]) {
  const seconds = count(given, 30);
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const { port } = await stand.start({ env: { ...BEHIND_PROXY, DATABASE_POOL_MAX: String(count(pool, 10)) } });
    const requests = await prepare(stand, port);
    await closedLoop(port, requests, PEAK_MS);
    const peak = await closedLoop(port, requests, PEAK_MS);
    const offered = await openLoop(port, requests, { perSecond: peak.perSecond * TIMES, ms: seconds * 1_000 });
    const recovery = await recoveryOf(port, requests, peak);
    judge(verdict, { peak, offered, recovery, seconds });
  } finally {
    await stand.close();
  }
}

/** What each of many people asks for: adding a comment to a task of their own, a transaction with three writes. */
async function prepare(stand, port) {
  const people = await stand.people(...Array.from({ length: PEOPLE }, (_, nth) => `busy-${nth}`));
  const requests = [];
  for (const [nth, { token }] of people.entries()) {
    const project = await ask(port, 'POST', '/projects', { token, body: { name: 'Busy' } });
    const task = await ask(port, 'POST', `/projects/${project.data.id}/tasks`, { token, body: { title: 'Busy' } });
    const headers = comingFrom(nth);
    requests.push(wire('POST', `/tasks/${task.data.id}/comments`, { token, headers, body: { body: 'More!' } }));
  }
  return requests;
}

/** As fast as it answers. */
async function closedLoop(port, requests, ms) {
  const times = [];
  const until = performance.now() + ms;
  const one = async (_, nth) => {
    const connection = new Connection(port);
    const request = requests[nth % requests.length];
    while (performance.now() < until) {
      const started = performance.now();
      const { status } = await connection.ask(request);
      if (status === 201) times.push(performance.now() - started);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CLOSED_LOOP }, one));
  return { perSecond: (times.length * 1_000) / ms, p99: quantile(times, 0.99) };
}

/** So many in each second, whatever becomes of them. Where this process is late itself, so are the times that it sees. */
async function openLoop(port, requests, { perSecond, ms }) {
  const run = { idle: [], sent: 0, unsent: 0, admitted: [], refused: [], early: [], done: 0, others: {} };
  const all = await openConnections(port);
  all.forEach((connection, nth) => (connection.request = requests[nth % requests.length]));
  run.idle.push(...all);
  const live = watchLiveness(port);
  const late = monitorEventLoopDelay({ resolution: TICK_MS });
  late.enable();
  const started = performance.now();
  for (let now = 0; now < ms; now = performance.now() - started) {
    const due = Math.floor((rampedUp(now) / 1_000) * perSecond) - run.sent - run.unsent;
    for (let nth = 0; nth < due; nth++) launch(run);
    await sleep(TICK_MS);
  }
  const inTime = run.done;
  const liveness = await live.stop();
  late.disable();
  await sleep(1_500);
  all.forEach((connection) => connection.close());
  return {
    ...run,
    perSecond: (inTime * 1_000) / ms,
    offeredPerSecond: (run.sent * 1_000) / ms,
    liveness,
    lateMs: late.percentile(99) / 1e6,
  };
}

/** A few at a time, and each is known to be read. */
async function openConnections(port) {
  const connections = Array.from({ length: CONNECTIONS }, () => new Connection(port));
  for (let first = 0; first < CONNECTIONS; first += CLOSED_LOOP)
    await Promise.all(connections.slice(first, first + CLOSED_LOOP).map((connection) => connection.ask(LIVE)));
  return connections;
}

/** The load rises for two seconds, and then stays: so many milliseconds of the whole of it have been due by `now`. */
function rampedUp(now) {
  return now < RAMP_MS ? (now * now) / (2 * RAMP_MS) : now - RAMP_MS / 2;
}

function launch(run) {
  const connection = run.idle.shift();
  if (!connection) return void run.unsent++;
  run.sent++;
  const started = performance.now();
  connection.ask(connection.request).then(
    ({ status, head }) => {
      const [, seconds] = /\r\nretry-after: (\d+)/i.exec(head) ?? [];
      if (status === 201) admit(run, connection, started);
      else if (status === 503 && seconds) refuse(run, connection, started, Number(seconds));
      else run.others[status] = (run.others[status] ?? 0) + 1;
      run.idle.push(connection);
    },
    () => {
      run.others.lost = (run.others.lost ?? 0) + 1;
      run.idle.push(connection);
    },
  );
}

/** Who asks again before the seconds of `Retry-After` are over may have to wait for their end. */
function note(run, times, { welcomeAt = -Infinity }, started) {
  const now = performance.now();
  if (started < welcomeAt) run.early.push(now - welcomeAt);
  else times.push(now - started);
}

function admit(run, connection, started) {
  note(run, run.admitted, connection, started);
  run.done++;
}

function refuse(run, connection, started, seconds) {
  note(run, run.refused, connection, started);
  connection.welcomeAt = performance.now() + seconds * 1_000;
}

/** Whether it lives is asked all the while, and always answered. */
function watchLiveness(port) {
  const run = { isOver: false, worst: 0, failed: 0 };
  const watching = (async () => {
    while (!run.isOver) {
      const started = performance.now();
      const answer = await ask(port, 'GET', '/health/live', { limitMs: 10_000 }).catch(() => ({ status: 0 }));
      run.worst = Math.max(run.worst, performance.now() - started);
      if (answer.status !== 200) run.failed++;
      await sleep(200);
    }
  })();
  const stop = async () => {
    run.isOver = true;
    await watching;
    return run;
  };
  return { stop };
}

/** How long until a second goes as before. */
async function recoveryOf(port, requests, peak) {
  const started = performance.now();
  for (;;) {
    const from = performance.now();
    const { perSecond } = await closedLoop(port, requests, 1_000);
    if (perSecond >= 0.8 * peak.perSecond) return from - started;
    if (from - started > 4 * RECOVERY_MS) return Infinity;
  }
}

function judge(verdict, { peak, offered, recovery, seconds }) {
  const { admitted, refused, early, others, liveness, lateMs } = offered;
  const [admittedP99, refusedP99, earlyP99] = [admitted, refused, early].map((times) => quantile(times, 0.99));
  verdict.require(
    admittedP99 <= ADMITTED_MS,
    `the 99th percentile of what is admitted is ${admittedP99.toFixed(0)} ms`,
  );
  verdict.require(offered.perSecond >= 0.8 * peak.perSecond, `only ${offered.perSecond.toFixed(0)} a second are done`);
  verdict.require(refusedP99 - lateMs < REFUSED_MS, `a refusal takes ${refusedP99.toFixed(0)} ms (p99)`);
  verdict.require(earlyP99 <= ADMITTED_MS, `who asks early waits ${earlyP99.toFixed(0)} ms too long (p99)`);
  verdict.require(Object.keys(others).length === 0, `other answers: ${JSON.stringify(others)}`);
  verdict.require(recovery <= RECOVERY_MS, `it needs ${(recovery / 1_000).toFixed(1)} s to recover`);
  verdict.require(liveness.failed === 0, `/health/live did not answer ${liveness.failed} times`);
  verdict.say(
    `overload: peak ${peak.perSecond.toFixed(0)}/s; ${offered.offeredPerSecond.toFixed(0)}/s sent for ${seconds} s ` +
      `(${offered.unsent} more had no connection left to be sent on): ${offered.perSecond.toFixed(0)}/s done ` +
      `(${((100 * offered.perSecond) / peak.perSecond).toFixed(0)} % of the peak), p99 ${admittedP99.toFixed(0)} ms; ` +
      `${refused.length} refused with 503, median ${quantile(refused, 0.5).toFixed(0)} ms, p99 ${refusedP99.toFixed(0)} ms, of which this process was late ${lateMs.toFixed(0)} ms; ` +
      `${early.length} asked again before Retry-After was over, and were answered ${earlyP99.toFixed(0)} ms after that at most (p99); ` +
      `recovered after ${(recovery / 1_000).toFixed(1)} s; /health/live at most ${liveness.worst.toFixed(0)} ms`,
  );
}

function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
}
