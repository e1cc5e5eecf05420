import { createHash, randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopServer } from '../bench/stage/servers.mjs';
import { ask, count, Rounds, Stand, Verdict } from './stand.mjs';

const WRITERS = 6;
const LONGEST_LIFE_MS = 1_200;
const LARGEST = 2 * 1024 * 1024;
const SWEEP_LIMIT_MS = 60_000;
const AN_HOUR_AGO = () => new Date(Date.now() - 2 * 3_600_000);

/** One of two instances dies at a random moment, again and again, while people send and delete files. */
export async function fileKills([given]) {
  const rounds = new Rounds('kills', count(given, 200));
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const servers = [await stand.start(), await stand.start()];
    const ports = servers.map((_, index) => () => servers[index].port);
    const people = await stand.people(...Array.from({ length: WRITERS }, (_, nth) => `sender-${nth}`));
    const run = { isOver: false, sent: new Map(), deleted: new Set(), doubtful: new Set(), lostAnswers: 0 };
    const writers = people.map((person, nth) => write({ ports, run, person, nth }));
    for (const kill of rounds) await killOne(stand, servers, kill % 2);
    run.isOver = true;
    await Promise.all(writers);
    await Promise.all(servers.map(stopServer));
    const left = await age(stand);
    await stopServer(await swept(stand));
    await check(stand, verdict, run);
    verdict.say(
      `file-kills: ${rounds.done} × kill -9, ${run.sent.size} acknowledged uploads and ${run.deleted.size} deletions by ${WRITERS} people, ` +
        `${run.lostAnswers} answers lost; left behind: ${left.uploads} unfinished uploads, ${left.unknown} files without a row, ` +
        `${left.orphaned} of deleted rows; after the sweep ${left.rows} rows and as many files, all as they were sent`,
    );
  } finally {
    await stand.close();
  }
}

async function killOne(stand, servers, victim) {
  await sleep(randomInt(LONGEST_LIFE_MS));
  const { child } = servers[victim];
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  servers[victim] = await stand.start();
}

/** Sends files, and deletes every third. Who gets no answer does not know what has become of it. */
async function write({ ports, run, person, nth }) {
  const taskId = await makeTask(ports, person);
  for (let round = 0; !run.isOver; round++) {
    const port = ports[(round + nth) % 2]();
    const bytes = randomBytes(randomInt(LARGEST));
    const made = await upload(port, person, taskId, bytes).catch(() => run.lostAnswers++ && null);
    if (!made?.id) {
      await sleep(20);
      continue;
    }
    run.sent.set(made.id, createHash('sha256').update(bytes).digest('hex'));
    if (round % 3 === 0) await remove(port, person, made.id, run);
  }
}

async function remove(port, { token }, id, run) {
  const answer = await ask(port, 'DELETE', `/files/${id}`, { token, limitMs: 5_000 }).catch(() => null);
  if (answer?.status === 200) run.deleted.add(id);
  else run.doubtful.add(id);
}

async function makeTask(ports, { token }) {
  for (let attempt = 0; ; attempt++) {
    try {
      const port = ports[attempt % 2]();
      const project = await ask(port, 'POST', '/projects', { token, body: { name: 'Files' } });
      const task = await ask(port, 'POST', `/projects/${project.data.id}/tasks`, { token, body: { title: 'Files' } });
      return task.data.id;
    } catch {
      await sleep(50);
    }
  }
}

async function upload(port, { token }, taskId, bytes) {
  const body = new FormData();
  body.set('file', new Blob([bytes]), 'noise.bin');
  const answer = await fetch(`http://127.0.0.1:${port}/tasks/${taskId}/files`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body,
    signal: AbortSignal.timeout(20_000),
  });
  return (await answer.json()).data;
}

/** Makes everything an hour old that is left, and counts what the sweep will have to do. */
async function age(stand) {
  const { uploads, objects } = kept(stand);
  for (const path of [...uploads, ...objects.values()]) utimesSync(path, AN_HOUR_AGO(), AN_HOUR_AGO());
  await stand.rows(`UPDATE orphaned_objects SET orphaned_at = now() - interval '2 hours'`);
  const rows = await stand.rows('SELECT object_key FROM files');
  const orphaned = (await stand.rows('SELECT object_key FROM orphaned_objects')).length;
  return { uploads: uploads.length, rows: rows.length, orphaned, unknown: objects.size - rows.length - orphaned };
}

/** An instance whose first sweep is over. */
async function swept(stand) {
  const server = await stand.start();
  for (const deadline = Date.now() + SWEEP_LIMIT_MS; Date.now() < deadline; await sleep(100)) {
    const { uploads, objects } = kept(stand);
    if (uploads.length === 0 && objects.size === (await stand.one('SELECT count(*)::int FROM files'))) break;
  }
  return server;
}

async function check(stand, verdict, { sent, deleted, doubtful }) {
  const { uploads, objects } = kept(stand);
  verdict.require(uploads.length === 0, `${uploads.length} unfinished uploads are still there`);
  const rows = await stand.rows('SELECT id::int, object_key AS key, sha256, size::int FROM files');
  verdict.require(rows.length === objects.size, `${rows.length} rows, ${objects.size} files`);
  for (const { id, key, sha256, size } of rows) {
    const bytes = objects.has(key) ? readFileSync(objects.get(key)) : null;
    const isWhole = bytes?.length === size && createHash('sha256').update(bytes).digest('hex') === sha256;
    verdict.require(isWhole, `file ${id}: its bytes are ${bytes === null ? 'gone' : 'others'}`);
    verdict.require(!sent.has(id) || sent.get(id) === sha256, `file ${id} is another than was sent`);
    verdict.require(!deleted.has(id), `file ${id} is there, and its deletion was acknowledged`);
  }
  const there = new Set(rows.map(({ id }) => id));
  const lost = [...sent.keys()].filter((id) => !there.has(id) && !deleted.has(id) && !doubtful.has(id));
  verdict.require(lost.length === 0, `${lost.length} acknowledged uploads are lost: ${lost.slice(0, 5)}`);
}

/** What lies in the folder of files: unfinished uploads, and objects by their keys. */
function kept({ folder }) {
  const root = join(folder, 'files');
  const paths = readdirSync(root, { recursive: true }).map((name) => String(name));
  const files = paths.filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
  const uploads = files.filter((path) => path.startsWith('incoming/')).map((path) => join(root, path));
  const objects = files.filter((path) => !path.startsWith('incoming/'));
  const keyOf = (path) => path.replace(/^([^/]+)\/[^/]+\//, '$1/');
  return { uploads, objects: new Map(objects.map((path) => [keyOf(path), join(root, path)])) };
}
