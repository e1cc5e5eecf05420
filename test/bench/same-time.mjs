// `npm run bench:same-time`: how long an answer takes doesn't tell whether an address is known.
import { Connection, wire } from './load/connection.mjs';
import { judge } from './stage/judge.mjs';
import { readOptions } from './stage/options.mjs';
import { startProgram } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';

const PAIRS = 500;
/** Fewer failures for each than an account has to bear before it slows down. */
const ADDRESSES = 10;
const FAIR = [0.45, 0.55];

const ROUTES = [
  { path: '/auth/login', status: 401, body: (email) => ({ email, password: 'surely not the password' }) },
  { path: '/auth/password/forgot', status: 202, body: (email) => ({ email }) },
];

const options = readOptions();
await onStage({ scale: 0.01 }, async (stage) => {
  const { port } = await startProgram(stage);
  const pairs = options.quick ? PAIRS / 10 : PAIRS;
  for (const route of ROUTES) {
    say(`${pairs} interleaved pairs of POST ${route.path}`);
    await measure(port, route, ADDRESSES);
    const times = await measure(port, route, pairs);
    const chance = areaUnderCurve(times.known, times.unknown);
    const middles = `${median(times.known).toFixed(1)} and ${median(times.unknown).toFixed(1)} ms`;
    const words = `POST ${route.path}: ${middles} known and unknown, classifier's AUC ${chance.toFixed(3)}`;
    judge(`${words} (${FAIR.join(' to ')})`, chance >= FAIR[0] && chance <= FAIR[1]);
  }
});

/** One of each in every pair, now this first, now that. */
async function measure(port, route, pairs) {
  const connection = new Connection(port);
  const times = { known: [], unknown: [] };
  for (let pair = 0; pair < pairs; pair++) {
    const number = 1 + (pair % ADDRESSES);
    const addresses = { known: `person${number}@example.com`, unknown: `nobody${number}@example.com` };
    for (const kind of Math.random() < 0.5 ? ['known', 'unknown'] : ['unknown', 'known']) {
      const request = wire('POST', route.path, { body: route.body(addresses[kind]) });
      const start = performance.now();
      const { status } = await connection.ask(request);
      times[kind].push(performance.now() - start);
      if (status !== route.status) throw new Error(`POST ${route.path} → ${status}, not ${route.status}`);
    }
  }
  connection.close();
  return times;
}

/** The chance that an answer about a known address takes longer than one about an unknown. */
function areaUnderCurve(known, unknown) {
  let longer = 0;
  for (const one of known) for (const other of unknown) longer += one > other ? 1 : one === other ? 0.5 : 0;
  return longer / (known.length * unknown.length);
}

function median(times) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
