// `npm run bench:uploads [-- uploads MiB]`: memory does not grow with the size of files, whichever way they go.
import { once } from 'node:events';
import { request } from 'node:http';
import { ask, count, Stand } from '../campaign/stand.mjs';
import { judge } from './stage/judge.mjs';
import { stopServer } from './stage/servers.mjs';
import { residentMiB } from './stage/usage.mjs';

const MIB = 1024 * 1024;
const LOOK_MS = 20;
const BOUNDARY = 'the-end-of-the-part';
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="noise.bin"\r\n\r\n`;
const TAIL = `\r\n--${BOUNDARY}--\r\n`;
const CHUNK = Buffer.alloc(64 * 1024, 'x');
/** What a file on its way may take beside what the program moves by itself: buffers of a connection. */
const GOAL_MIB_EACH = 1;
const GOAL_MIB_ALONE = 60;

const [uploads, mib] = [count(process.argv[2], 20), count(process.argv[3], 25)];
const stand = await Stand.open();
try {
  const server = await stand.start({ env: { FILE_MAX_MB: String(mib) } });
  const senders = await sendersOf(server);
  await together(senders, (sender) => upload(server, sender, 1));
  await together(senders, (sender) => download(server, sender));
  const rest = residentMiB(server.pid);
  await measure('uploads', server, rest, (sender) => upload(server, sender, mib), senders);
  await measure('downloads', server, rest, (sender) => download(server, sender), senders);
  await stopServer(server);
} finally {
  await stand.close();
}

/** People with a task each. */
async function sendersOf({ port }) {
  const people = await stand.people(...Array.from({ length: uploads }, (_, nth) => `sender-${nth}`));
  for (const person of people) {
    const { token } = person;
    const project = await ask(port, 'POST', '/projects', { token, body: { name: 'Files' } });
    const task = await ask(port, 'POST', `/projects/${project.data.id}/tasks`, { token, body: { title: 'Files' } });
    person.taskId = task.data.id;
  }
  return people;
}

function together(senders, work) {
  return Promise.all(senders.map(work));
}

async function measure(what, { pid }, rest, work, senders) {
  let highest = 0;
  const watch = setInterval(() => (highest = Math.max(highest, residentMiB(pid))), LOOK_MS);
  const started = performance.now();
  await together(senders, work);
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1_000;
  const goal = GOAL_MIB_ALONE + uploads * GOAL_MIB_EACH;
  judge(
    `${uploads} ${what} of ${mib} MiB at once in ${seconds.toFixed(1)} s: ${rest.toFixed(0)} MiB resident before, at most ` +
      `${highest.toFixed(0)} MiB meanwhile (at most ${goal} MiB more)`,
    highest - rest <= goal,
  );
}

async function upload({ port }, sender, size) {
  const headers = {
    'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
    'Content-Length': HEAD.length + size * MIB + TAIL.length,
    Authorization: `Bearer ${sender.token}`,
  };
  const call = request({ port, method: 'POST', path: `/tasks/${sender.taskId}/files`, headers, agent: false });
  const answered = once(call, 'response');
  call.write(HEAD);
  for (let sent = 0; sent < size * MIB; sent += CHUNK.length) if (!call.write(CHUNK)) await once(call, 'drain');
  call.end(TAIL);
  const [answer] = await answered;
  const { data, error } = JSON.parse(Buffer.concat(await answer.toArray()).toString());
  if (!data) throw new Error(`An upload answered ${answer.statusCode} ${error?.code}.`);
  sender.fileId = data.id;
}

async function download({ port }, { fileId, token }) {
  const headers = { Authorization: `Bearer ${token}` };
  const call = request({ port, path: `/files/${fileId}/content`, headers, agent: false }).end();
  const [answer] = await once(call, 'response');
  let bytes = 0;
  for await (const chunk of answer) bytes += chunk.length;
  if (bytes !== Number(answer.headers['content-length'])) throw new Error('A download broke off.');
}
