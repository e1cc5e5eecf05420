import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { median } from '../report/figures.mjs';
import { busyMs, cpuMs } from './usage.mjs';

/** What others may use of the processors during a turn: more, and its figures tell of them. */
const DISTURBED = 0.1;

/** A turn is tried this often; then the least disturbed one counts. A quick run tries once. */
const TRIES = 3;

const PIECES = 60;

/**
 * Does something until others leave it alone, `most` times at most; which share of all processors others used meanwhile
 * (other processes, the system's own work and what a hypervisor took) is `others`, NaN where there is no /proc.
 */
export async function undisturbed({ databasePid }, work, most = TRIES) {
  let best;
  for (let tries = 1; tries <= most; tries++) {
    const result = { ...(await watched(databasePid, work)), tries };
    if (!(best?.others <= result.others)) best = result;
    if (!(result.others > DISTURBED)) break;
  }
  return { ...best, isDisturbed: best.others > DISTURBED };
}

async function watched(databasePid, work) {
  const own = () => cpuMs(process.pid, databasePid);
  const before = { all: busyMs(), own: own(), time: performance.now() };
  const result = await work();
  const foreign = busyMs() - before.all - (own() - before.own);
  const others = Math.max(0, foreign) / (cpus().length * (performance.now() - before.time));
  return { ...result, others: Number.isNaN(foreign) ? NaN : others };
}

/**
 * How long one piece of fixed work takes, in milliseconds, the median of sixty: JSON both ways, a hash, and strings, as
 * servers do them. It says how quick one processor is, and whether it kept its pace.
 */
export function calibrate() {
  const task = { id: 1, title: 'Write the report', status: 'todo', created_at: new Date(0).toISOString() };
  const text = JSON.stringify(Array.from({ length: 400 }, (_, id) => ({ ...task, id })));
  const times = [];
  for (let piece = 0; piece < PIECES; piece++) {
    const started = performance.now();
    for (let nth = 0; nth < 10; nth++)
      createHash('sha256')
        .update(JSON.stringify(JSON.parse(text)).toUpperCase())
        .digest('hex');
    times.push(performance.now() - started);
  }
  return median(times.slice(PIECES / 3));
}
