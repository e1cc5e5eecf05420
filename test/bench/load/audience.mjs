// Thousands of listening clients, in a process of their own: told what to open, they answer with what they heard and when.
import { Connection } from './connection.mjs';
import { LiveSocket } from './live-socket.mjs';

/** How many shake hands at the same time. */
const LANES = 32;
const HEARING_LIMIT_MS = 10_000;

const open = new Set();
let heard = () => undefined;

const ORDERS = { connect, leave, burst };

process.on('message', ({ id, order, ...details }) => {
  ORDERS[order](details).then(
    (result) => process.send({ id, result }),
    (error) => process.send({ id, failure: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));

/** Opens so many sockets, in turn with each of the tokens. */
async function connect({ port, tokens, count }) {
  const started = performance.now();
  let begun = 0;
  const lane = async () => {
    while (begun < count) open.add(await LiveSocket.open(port, tokens[begun++ % tokens.length], () => heard()));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { open: open.size, elapsedMs: performance.now() - started };
}

async function leave() {
  for (const socket of open) socket.close();
  open.clear();
  return {};
}

/** Sends the request, and answers when, counted from that moment, it was answered and each socket heard of it. */
async function burst({ port, request, status }) {
  const connection = new Connection(port);
  const times = [];
  const all = new Promise((resolve) => {
    heard = () => times.push(performance.now()) === open.size && resolve();
  });
  const sent = performance.now();
  const answer = await connection.ask(request);
  const answeredMs = performance.now() - sent;
  connection.close();
  if (answer.status !== status) throw new Error(`${answer.status} ${answer.body}`);
  await withLimit(all, () => `${times.length} of ${open.size} sockets heard of it`);
  return { answeredMs, heardMs: times.map((time) => time - sent) };
}

async function withLimit(work, words) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`within ${HEARING_LIMIT_MS / 1000} s only ${words()}`)),
      HEARING_LIMIT_MS,
    );
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
