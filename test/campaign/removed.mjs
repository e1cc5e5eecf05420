import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { percentile } from '../bench/report/figures.mjs';
import { stopServer } from '../bench/stage/servers.mjs';
import { ask, count, progress, Stand, Verdict } from './stand.mjs';

const LIMIT_MS = 250;
/** How long is listened for what should not come. */
const LISTENING_MS = 600;
/** For what comes far too late, to say so. */
const LATEST_MS = 10_000;
const MEMBERS = 4;
const WRITERS = 4;
const BETWEEN_CHANGES_MS = 10;

const JOIN = `INSERT INTO project_members (project_id, user_id, role) SELECT $1, unnest($2::bigint[]), 'viewer'`;

/** A member is removed by a request to one instance, while they follow a busy project on the other. */
export async function removed([given]) {
  const wanted = count(given, 1_000);
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const servers = [await stand.start(), await stand.start()];
    const names = Array.from({ length: MEMBERS }, (_, nth) => `member-${nth}`);
    const [owner, ...members] = await stand.people('owner', ...names);
    const [{ port }] = servers;
    const send = (method, path, body) => ask(port, method, path, { token: owner.token, body });
    const { data: project } = await send('POST', '/projects', { name: 'Garden' });
    const tasks = await Promise.all(
      Array.from({ length: WRITERS }, () => send('POST', `/projects/${project.id}/tasks`, { title: 'Water' })),
    );
    const run = { isOver: false, begun: 0, changes: 0, received: 0, lostMs: [], lastMs: [] };
    const writing = Promise.all(
      tasks.map(({ data: task }) => write(run, (title) => send('PATCH', `/tasks/${task.id}`, { title }))),
    );
    const remove = (member) => send('DELETE', `/projects/${project.id}/members/${member.id}`);
    const lane = async (member) => {
      const socket = await connect(servers[1].port, member.token);
      while (run.begun < wanted) {
        const round = ++run.begun;
        await stand.rows(JOIN, [project.id, [member.id]]);
        await oneRound({ verdict, run, socket, projectId: project.id, remove: () => remove(member) });
        progress('removals', round, wanted);
      }
      socket.disconnect();
    };
    await Promise.all(members.map(lane));
    run.isOver = true;
    await writing;
    const at = (values, share) => percentile(Float64Array.from(values).sort(), share).toFixed(0);
    verdict.say(
      `removed: ${wanted} × a member removed on one of two instances while following ${run.changes} changes on the other: ` +
        `told ${at(run.lostMs, 0.5)} ms after the answer (median), ${at(run.lostMs, 0.99)} ms (p99), ${at(run.lostMs, 1)} ms at most; ` +
        `the last of ${run.received} changes came ${at(run.lastMs, 1)} ms after it at most`,
    );
    await Promise.all(servers.map(stopServer));
  } finally {
    await stand.close();
  }
}

async function write(run, change) {
  for (; !run.isOver; run.changes++) {
    await change(`Water ${run.changes}`);
    await sleep(BETWEEN_CHANGES_MS);
  }
}

async function connect(port, token) {
  const options = { path: '/ws', forceNew: true, transports: ['websocket'], reconnection: false, auth: { token } };
  const socket = io(`http://127.0.0.1:${port}`, options);
  await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject));
  return socket;
}

async function oneRound({ verdict, run, socket, projectId, remove }) {
  const heard = [];
  const listen = (event) => heard.push({ event, at: performance.now() });
  const { error } = await socket.timeout(10_000).emitWithAck('subscribe', { project_id: projectId });
  verdict.require(error === null, `subscribing: ${error?.code}`);
  await new Promise((resolve) => socket.once('change', resolve));
  socket.onAny(listen);
  const { status } = await remove();
  const answered = performance.now();
  verdict.require(status === 200, `the removal answered ${status}`);
  await sleep(LISTENING_MS);
  const isLost = () => heard.some(({ event }) => event === 'unsubscribed');
  for (let waited = 0; waited < LATEST_MS && !isLost(); waited += 50) await sleep(50);
  socket.offAny(listen);
  const lost = heard.findIndex(({ event }) => event === 'unsubscribed');
  const last = heard.at(-1);
  verdict.require(lost >= 0 && lost === heard.length - 1, `heard ${heard.slice(lost).map(({ event }) => event)}`);
  verdict.require(!last || last.at - answered <= LIMIT_MS, `heard ${last?.event} ${last?.at - answered} ms after`);
  const changes = heard.filter(({ event }) => event === 'change');
  run.received += changes.length;
  if (lost >= 0) run.lostMs.push(heard[lost].at - answered);
  run.lastMs.push((changes.at(-1)?.at ?? answered) - answered);
}
