// One person's page: the code of docs/FRONT-ENDS.md and docs/LIVE-CLIENTS.md as it is printed there, laid out in a folder.
// node live-listener.mjs <folder> <url> <token pair> [asleep]
// Writes a line of JSON for each thing that happens. Who is `asleep` renews too late, as a computer that was closed.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { turns } from './turns.mjs';

const [folder, url, signIn, mood] = process.argv.slice(2);
const { openSession } = await import(pathToFileURL(join(folder, 'session.mjs')));
const { listen } = await import(pathToFileURL(join(folder, 'listen.mjs')));
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

let kept = { ...JSON.parse(signIn), received_at: Date.now() };
const store = {
  read: () => kept,
  write: (pair) => {
    kept = pair;
    if (!pair) say({ signed_out: true });
  },
};
const session = openSession(url, store, turns());
const late = async () => ({ ...(await session()), expires_in: 3600 });

const socket = listen(url, mood === 'asleep' ? late : session, ({ seq }) => say({ seq }));
socket.on('ready', () => say({ ready: true }));
socket.onAnyOutgoing((sent) => say({ sent }));
socket.on('closing', ({ code }) => say({ closing: code }));
