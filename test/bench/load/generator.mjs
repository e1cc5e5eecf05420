// The load generator, in a process of its own: told what to send, it answers with what came of it.
import { Connection } from './connection.mjs';
import { WORKS } from './works.mjs';
import { percentile } from '../report/figures.mjs';

const SHOWN_FAILURES = 5;

let players;

process.on('message', ({ id, players: given, drive: order }) => {
  if (given) players = given;
  if (order) drive(order).then((result) => process.send({ id, result }));
});
process.on('disconnect', () => process.exit(0));

/** Until the time is over, or so many requests were answered. */
async function drive({ port, work, connections, seconds = Infinity, requests = Infinity, parameters = {} }) {
  const run = { latencies: [], failures: 0, examples: [], left: requests, until: performance.now() + seconds * 1000 };
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, (_, index) => {
      const next = WORKS[work](players, index, connections, parameters);
      return converse(new Connection(port), next, run);
    }),
  );
  const elapsedMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { ...summaryOf(run), elapsedMs, generatorCpuMs: (user + system) / 1000 };
}

async function converse(connection, next, run) {
  while (run.left-- > 0 && performance.now() < run.until) {
    const { text, status, done } = next();
    const asked = performance.now();
    const answer = await connection.ask(text).catch((error) => ({ status: 0, body: String(error) }));
    run.latencies.push(performance.now() - asked);
    if (answer.status === status) done?.();
    else fail(run, text, answer);
  }
  connection.close();
}

function fail(run, text, { status, body }) {
  run.failures++;
  if (run.examples.length >= SHOWN_FAILURES) return;
  run.examples.push(`${text.split('\r\n', 1)[0]} → ${status} ${String(body).slice(0, 300)}`);
}

function summaryOf({ latencies, failures, examples }) {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share) => percentile(sorted, share);
  return { count: sorted.length, failures, examples, p50: at(0.5), p99: at(0.99), p999: at(0.999), worst: at(1) };
}
