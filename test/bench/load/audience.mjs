// Thousands of listening clients, in a process of their own: told what to open, they answer with what they heard and when.
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, wire } from './connection.mjs';
import { LiveSocket } from './live-socket.mjs';

/** How many shake hands at the same time. */
const LANES = 32;
const HEARING_LIMIT_MS = 10_000;

const open = new Set();
let heard = () => undefined;

/** The number in the title of a task that `stream` has changed. */
const STREAMED = /"title":"Streamed (\d+)"/;
/** When which number was heard of. */
let hearings = [];

const ORDERS = { connect, follow, leave, burst, stream, listened };

process.on('message', ({ id, order, ...details }) => {
  ORDERS[order](details).then(
    (result) => process.send({ id, result }),
    (error) => process.send({ id, failure: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));

/** Opens so many sockets, in turn with each of the tokens; where some `mayFail`, answers how many did, and the first reason. */
async function connect({ port, tokens, count, mayFail = false }) {
  const started = performance.now();
  const failures = [];
  let begun = 0;
  const lane = async () => {
    while (begun < count) {
      try {
        open.add(await LiveSocket.open(port, tokens[begun++ % tokens.length], () => heard()));
      } catch (error) {
        if (!mayFail) throw error;
        failures.push(error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { open: open.size, elapsedMs: performance.now() - started, failed: failures.length, reason: failures[0] };
}

/** Opens a socket for each of these, which follows a project; resolves when each was told who is there. */
async function follow({ port, followers }) {
  const started = performance.now();
  let begun = 0;
  const lane = async () => {
    while (begun < followers.length) await followOne(port, followers[begun++]);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { open: open.size, elapsedMs: performance.now() - started };
}

async function followOne(port, { token, projectId }) {
  let isThere;
  const there = new Promise((resolve) => (isThere = resolve));
  const socket = await LiveSocket.open(port, token, (text) => {
    if (text.startsWith('42["presence"')) isThere();
    if (!text.startsWith('42["change"')) return;
    const [, number] = STREAMED.exec(text) ?? [];
    if (number !== undefined) hearings.push([Number(number), now()]);
    heard();
  });
  open.add(socket);
  socket.say('subscribe', { project_id: projectId });
  await there;
}

/** Comparable between processes. */
const now = () => performance.timeOrigin + performance.now();

/** No title is given twice: that would be no change. */
let streamed = 0;

/** Sends so many requests a second, each of which changes the titles of a target, and answers when each was answered. */
async function stream({ port, targets, rate, seconds, connections }) {
  const free = Array.from({ length: connections }, () => new Connection(port));
  const [waiting, answers] = [[], []];
  const total = rate * seconds;
  const first = streamed;
  streamed += total;
  const work = async () => {
    while (waiting.length > 0 && free.length > 0) {
      const connection = free.pop();
      const number = waiting.shift();
      void connection
        .ask(retitling(targets[number % targets.length], `Streamed ${number}`))
        .then(({ status, body }) => {
          if (status !== 200) throw new Error(`${status} ${body}`);
          answers.push([number, now()]);
          free.push(connection);
          void work();
        });
    }
  };
  const [started, startedAt] = [performance.now(), now()];
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, 1 + Math.floor(((performance.now() - started) * rate) / 1000));
    while (sent < due) waiting.push(first + sent++);
    await work();
    await sleep(2);
  }
  while (answers.length < total) await sleep(5);
  for (const connection of free) connection.close();
  return { answers, first, startedAt, elapsedMs: performance.now() - started };
}

function retitling({ ids, token }, title) {
  return ids.length === 1
    ? wire('PATCH', `/tasks/${ids[0]}`, { token, body: { title } })
    : wire('POST', '/tasks/bulk', { token, body: { ids, changes: { title } } });
}

/** What was heard of so far. */
async function listened() {
  const result = hearings;
  hearings = [];
  return { hearings: result };
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
