// Two tabs of one browser: the code of docs/FRONT-ENDS.md as it is printed there, laid out in a folder.
// node two-tabs.mjs <folder> <url> <token pair>
// Writes what became of them as JSON.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { turns } from './turns.mjs';

const [folder, url, signIn] = process.argv.slice(2);
const { openSession } = await import(pathToFileURL(join(folder, 'session.mjs')));

let kept = JSON.stringify({ ...JSON.parse(signIn), received_at: Date.now() });
let refreshes = 0;
const store = {
  read: () => JSON.parse(kept),
  write: (pair) => {
    kept = JSON.stringify(pair);
    refreshes++;
  },
};
const timeGoesBy = () => (kept = JSON.stringify({ ...store.read(), received_at: 0 }));
const takeTurn = turns();
const [first, second] = [openSession(url, store, takeTurn), openSession(url, store, takeTurn)];

const before = await second();
timeGoesBy();
const together = await Promise.all([first(), second()]);
const atOnce = refreshes;
for (let nth = 0; nth < 3; nth++) {
  timeGoesBy();
  await first();
}
timeGoesBy();
const woken = await second(); // it has slept since the two refreshed
const me = await fetch(`${url}/users/me`, { headers: { Authorization: `Bearer ${woken.access_token}` } });

process.stdout.write(
  JSON.stringify({
    sameToken:
      together[0].access_token === together[1].access_token && together[0].access_token !== before.access_token,
    atOnce,
    refreshes,
    status: me.status,
    isSignedIn: store.read() !== null,
  }),
);
