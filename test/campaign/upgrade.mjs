import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '../bench/stage/cast.mjs';
import { FULL_SIZE, seed, sizeAt } from '../bench/stage/seed.mjs';
import { MAIN, stopServer } from '../bench/stage/servers.mjs';
import { say } from '../bench/stage/stage.mjs';
import { before, buildVersion, migrations } from './other-version.mjs';
import { ask, count, Stand, Verdict } from './stand.mjs';
import { withFolder } from './with-folder.mjs';

/** The first schema was the one before projects had members. */
const FIRST_CHANGE = '1796000000101-add-project-members.ts';
const CLIENTS = 6;
const PAUSE_MS = 50;
const MIGRATED_WITHIN_MS = 1_800_000;
const AFTERWARDS_MS = 5_000;

const OWNERS = `
  SELECT owner_id AS id, min(id) AS "projectId" FROM projects GROUP BY owner_id ORDER BY owner_id LIMIT ${CLIENTS}`;
const COUNTS = `
  SELECT (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM projects) AS projects,
    (SELECT count(*)::int FROM tasks) AS tasks, (SELECT count(*)::int FROM comments) AS comments`;

/** An instance of the first release serves a large database, and one of this version starts beside it. */
export async function upgrade([given, commit = before(FIRST_CHANGE)]) {
  const tasks = count(given, FULL_SIZE.tasks);
  await withFolder(async (folder) => {
    const main = buildVersion(commit, join(folder, 'old'));
    const stand = await Stand.open({ main });
    const verdict = new Verdict();
    try {
      say('filling the database …');
      await seed(stand.client, sizeAt(tasks / FULL_SIZE.tasks), 'none');
      await grow(stand, verdict, commit);
    } finally {
      await stand.close();
    }
  });
}

async function grow(stand, verdict, commit) {
  const old = await stand.start();
  const people = await ownersOf(stand);
  const [counted] = await stand.rows(COUNTS);
  const readers = people.filter((_, nth) => !isWriter(nth));
  const shown = await shownTo(old.port, readers);
  const run = { isOver: false, port: old.port, acknowledged: [], answers: 0, refusals: {}, slowest: {}, unanswered: 0 };
  const work = people.map((person, nth) => live(run, person, nth));
  const started = performance.now();
  const next = await stand.start({ main: MAIN, limitMs: MIGRATED_WITHIN_MS });
  const readyAfter = performance.now() - started;
  await sleep(AFTERWARDS_MS); // the old one beside the new one
  run.port = next.port;
  await stopServer(old);
  await sleep(AFTERWARDS_MS);
  run.isOver = true;
  await Promise.all(work);
  await compare(stand, verdict, { counted, shown, people: readers, run, port: next.port });
  const pending = (await stand.one('SELECT count(*)::int FROM migrations')) - migrations().indexOf(FIRST_CHANGE);
  // The old instance ends in the end, and says so; anything else is wrong.
  const others = Object.keys(run.refusals).filter((refusal) => !/ 503 shutting_down$/.test(refusal));
  verdict.require(others.length === 0, `refused: ${JSON.stringify(run.refusals)}`);
  verdict.say(
    `upgrade: ${counted.tasks} tasks and ${counted.comments} comments of ${basename(commit).slice(0, 9)} (${migrations().length - pending} migrations) ` +
      `to this version (${pending} more): ready after ${(readyAfter / 1_000).toFixed(1)} s; ` +
      `${run.answers} answers meanwhile, refused: ${JSON.stringify(run.refusals)}, ${run.unanswered} without an answer; slowest read ` +
      `${seconds(run.slowest.GET)}, slowest write ${seconds(run.slowest.POST)}; ${run.acknowledged.length} acknowledged writes all there, ` +
      'and what people saw before is what they see',
  );
  await stopServer(next);
}

const isWriter = (nth) => nth % 2 === 1;
const seconds = (ms = 0) => `${(ms / 1_000).toFixed(1)} s`;

async function ownersOf(stand) {
  const owners = await stand.rows(OWNERS);
  const tokens = await signIn(
    stand.client,
    stand.mint,
    owners.map(({ id }) => id),
  );
  return owners.map((owner) => ({ ...owner, token: tokens.get(owner.id) }));
}

const pagesOf = ({ projectId }) => [
  `/projects/${projectId}`,
  `/projects/${projectId}/tasks?limit=100`,
  '/tasks?limit=100&status=done',
  '/users/me',
];

async function shownTo(port, people) {
  const pages = people.flatMap((person) => pagesOf(person).map((path) => [path, person.token]));
  const shown = [];
  for (const [path, token] of pages) shown.push((await ask(port, 'GET', path, { token, limitMs: 60_000 })).data);
  return shown;
}

/** Half of them read, half of them write; everybody says what they were refused. */
async function live(run, { token, projectId }, nth) {
  const paths = [`/projects/${projectId}/tasks?limit=20`, '/tasks?limit=20', '/users/me', `/projects/${projectId}`];
  for (let round = 0; !run.isOver; round++) {
    const isWrite = isWriter(nth);
    const title = `New ${nth}-${round}`;
    const post = { token, body: { title }, headers: { 'Idempotency-Key': `new-${nth}-${round}` }, limitMs: 700_000 };
    const began = performance.now();
    const answer = await (
      isWrite
        ? ask(run.port, 'POST', `/projects/${projectId}/tasks`, post)
        : ask(run.port, 'GET', paths[round % paths.length], { token, limitMs: 700_000 })
    ).catch(() => null);
    const method = isWrite ? 'POST' : 'GET';
    run.slowest[method] = Math.max(run.slowest[method] ?? 0, performance.now() - began);
    run.answers++;
    if (!answer) run.unanswered++;
    else if (answer.status >= 400) {
      const what = `${method} ${answer.status} ${answer.error?.code}`;
      run.refusals[what] = (run.refusals[what] ?? 0) + 1;
    } else if (isWrite) run.acknowledged.push({ id: answer.data.id, title });
    await sleep(PAUSE_MS);
  }
}

async function compare(stand, verdict, { counted, shown, people, run, port }) {
  const [now] = await stand.rows(COUNTS);
  for (const name of ['users', 'projects', 'comments'])
    verdict.require(now[name] === counted[name], `${now[name]} ${name}; there were ${counted[name]}`);
  const expected = counted.tasks + run.acknowledged.length;
  verdict.require(now.tasks >= expected, `${now.tasks} tasks; there should be ${expected}`);
  for (const { id, title } of run.acknowledged) {
    const found = await stand.one('SELECT title FROM tasks WHERE id = $1', [id]);
    verdict.require(found === title, `task ${id} is ${found}; ${title} was acknowledged`);
  }
  const pages = people.flatMap(pagesOf);
  for (const [index, data] of (await shownTo(port, people)).entries())
    verdict.require(holds(data, shown[index]), `${pages[index]} shows ${JSON.stringify(data)?.slice(0, 300)}`);
}

/** New fields may come, and what the clients have just written; what was there is there. */
function holds(now, then) {
  if (then === null || typeof then !== 'object') return now === then;
  if (Array.isArray(then)) return now !== null && then.every((each) => now.some((other) => holds(other, each)));
  return now !== null && Object.keys(then).every((key) => LIVE.has(key) || holds(now[key], then[key]));
}

/** What the writers of this campaign change, and what roles have gained. */
const LIVE = new Set(['stats', 'updated_at', 'version', 'permissions', 'next_cursor']);
