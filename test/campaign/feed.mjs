import { randomInt } from 'node:crypto';
import { stopServer } from '../bench/stage/servers.mjs';
import { Follower } from './follower.mjs';
import { killOne } from './kills.mjs';
import { ask, count, Rounds, Stand, Verdict } from './stand.mjs';

const WRITERS = 4;
const FOLLOWERS = 10;
const CATCHING_UP_MS = 60_000;
const NEXT = { todo: 'in_progress', in_progress: 'done', done: 'todo' };

export const JOIN = `INSERT INTO project_members (project_id, user_id, role) SELECT $1, unnest($2::bigint[]), 'commenter'`;

/** One of two instances dies again and again, while people write and others keep copies of what they write. */
export async function feed([given]) {
  const rounds = new Rounds('kills', count(given, 200));
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const servers = [await stand.start(), await stand.start()];
    const ports = servers.map((_, index) => () => servers[index].port);
    const name = (what, n) => Array.from({ length: n }, (_, nth) => `${what}-${nth}`);
    const people = await stand.people(...name('writer', WRITERS), ...name('follower', FOLLOWERS));
    const [writers, readers] = [people.slice(0, WRITERS), people.slice(WRITERS)];
    const [{ token }] = writers;
    const { data: project } = await ask(ports[0](), 'POST', '/projects', { token, body: { name: 'Garden' } });
    await stand.rows(JOIN, [project.id, people.slice(1).map(({ id }) => id)]);
    for (const person of people.slice(1)) {
      const body = { role: writers.includes(person) ? 'editor' : 'viewer' };
      await ask(ports[0](), 'PATCH', `/projects/${project.id}/members/${person.id}`, { token, body });
    }
    const numbers = new Map();
    const followers = readers.map((reader) => new Follower({ ...reader, ports, projectId: project.id, numbers }));
    const run = { isOver: false, done: 0, tasks: [], labels: [], comments: [] };
    const writing = writers.map((writer, nth) => write({ ports, run, writer, nth, project }));
    for (const kill of rounds) await killOne(stand, servers, kill % 2);
    run.isOver = true;
    await Promise.all(writing);
    await stand.settled();
    const shown = { port: ports[0](), token, projectId: project.id };
    const walked = await walk(shown);
    for (const follower of followers) await check(verdict, follower, walked);
    await checkLists(verdict, walked.things, shown);
    const sum = (of) => followers.reduce((total, follower) => total + of(follower), 0);
    verdict.say(
      `feed: ${rounds.done} × kill -9 of one of two instances, ${run.done} changes by ${WRITERS} people, up to number ${walked.last}; ` +
        `${FOLLOWERS} followers received ${sum(({ received }) => received)} changes over ${sum(({ connections }) => connections)} connections, ` +
        `every chain whole, no number twice, and have what REST shows (${walked.things.size} things)`,
    );
    await Promise.all(followers.map((follower) => follower.stop()));
    await Promise.all(servers.map(stopServer));
  } finally {
    await stand.close();
  }
}

const pick = (list) => list[randomInt(list.length)];

/** Whatever can be done in a project, in any order; what is not answered may have been done. */
async function write({ ports, run, writer, nth, project }) {
  const send = async (method, path, body) => {
    const options = { token: writer.token, body, limitMs: 5_000 };
    const answer = await ask(pick(ports)(), method, path, options).catch(() => null);
    if (answer && answer.status < 300) run.done++;
    return answer?.status < 300 ? answer.data : null;
  };
  const keep = (list, made) => made && list.push(made.id);
  const inProject = `/projects/${project.id}`;
  for (let round = 0; !run.isOver; round++) {
    const title = `${nth}-${round}`;
    const deeds = [
      async () => keep(run.tasks, await send('POST', `${inProject}/tasks`, { title })),
      async () => keep(run.labels, await send('POST', `${inProject}/labels`, { name: title, color: '#123456' })),
    ];
    if (run.tasks.length > 0) {
      const task = `/tasks/${pick(run.tasks)}`;
      const change = (body) => () => send('PATCH', task, body);
      deeds.push(
        ...[change({ title }), change({ description: title }), change({ status: pick(Object.values(NEXT)) })],
        ...[change({ assignee_id: Number(writer.id) }), change({ label_ids: run.labels.slice(-2) })],
        () => send('POST', `${task}/move`, { to: pick(['first', 'last']) }),
        async () => keep(run.comments, await send('POST', `${task}/comments`, { body: title })),
        () => send('POST', `${task}/relations`, { type: 'relates_to', task_id: pick(run.tasks) }),
        () => send('DELETE', task),
        () => send('POST', `${task}/restore`),
        () => send('POST', `/tasks/${pick(run.tasks)}/restore`),
      );
    }
    if (run.labels.length > 0) deeds.push(() => send('PATCH', `/labels/${pick(run.labels)}`, { name: title }));
    if (run.labels.length > 20) deeds.push(() => send('DELETE', `/labels/${run.labels.shift()}`));
    if (run.comments.length > 0) {
      const comment = () => `/comments/${pick(run.comments)}`;
      deeds.push(
        () => send('PATCH', comment(), { body: title }),
        () => send('DELETE', comment()),
      );
    }
    await pick(deeds)();
  }
}

async function get({ port, token }, path) {
  const { status, data } = await ask(port, 'GET', path, { token });
  if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
  return data;
}

/** What the feed shows to who begins at 0. */
export async function walk(shown) {
  const things = new Map();
  for (let last = 0; ;) {
    const page = await get(shown, `/projects/${shown.projectId}/changes?since=${last}&limit=500`);
    for (const { kind, id, data } of page.items) if (data) things.set(`${kind} ${id}`, data);
    last = page.last_seq;
    if (!page.has_more) return { things, last };
  }
}

export async function check(verdict, follower, { things, last }) {
  const arrived = await follower.reaches(last, CATCHING_UP_MS);
  verdict.require(arrived, `a follower is at ${follower.last}, not at ${last}`);
  for (const fault of follower.faults) verdict.require(false, fault);
  if (arrived) compare(verdict, 'a follower', follower.things, things);
}

function compare(verdict, who, own, truth) {
  for (const name of new Set([...own.keys(), ...truth.keys()])) {
    const [had, is] = [own, truth].map((things) => JSON.stringify(comparable(things.get(name))));
    verdict.require(had === is, `${who} has ${name} as ${had}; it is ${is}`);
  }
}

/** Statistics are counted in the background, and are no change. */
const comparable = (thing) => thing && { ...thing, stats: undefined, role: thing.user ? thing.role : undefined };

/** The routes of the API show the same. */
export async function checkLists(verdict, things, shown) {
  const truth = new Map();
  const all = async (kind, path, idOf = ({ id }) => id) => {
    for (let cursor = ''; cursor !== null;) {
      const page = await get(shown, `${path}?limit=100${cursor && `&cursor=${cursor}`}`);
      for (const thing of page.items) truth.set(`${kind} ${idOf(thing)}`, thing);
      cursor = page.next_cursor;
    }
  };
  const path = `/projects/${shown.projectId}`;
  truth.set(`project ${shown.projectId}`, await get(shown, path));
  await all('member', `${path}/members`, ({ user }) => user.id);
  await all('label', `${path}/labels`);
  await all('task', `${path}/tasks`);
  for (const name of [...truth.keys()].filter((each) => each.startsWith('task ')))
    await all('comment', `/tasks/${name.slice(5)}/comments`);
  const listed = new Map([...things].filter(([name]) => !name.startsWith('relation')));
  compare(verdict, 'the feed', listed, truth);
}
