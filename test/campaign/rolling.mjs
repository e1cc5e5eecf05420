import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, NAME } from '../bench/stage/database.mjs';
import { MAIN, stopServer } from '../bench/stage/servers.mjs';
import { Crew, CREW } from './crew.mjs';
import { before, buildVersion, migrations } from './other-version.mjs';
import { count, progress, Stand, Verdict } from './stand.mjs';
import { withFolder } from './with-folder.mjs';

/** For how long each mixture of versions serves. */
const A_WHILE_MS = 1_500;

/** Two instances of an older version are replaced by this one, one after the other, while people work at both. */
export async function rolling([given, commit = before(migrations().at(-1))]) {
  const wanted = count(given, 10);
  await withFolder(async (folder) => {
    const old = buildVersion(commit, join(folder, 'old'));
    const stand = await Stand.open({ main: old });
    const verdict = new Verdict();
    try {
      const people = await stand.people(...CREW);
      const applied = await stand.one('SELECT count(*)::int FROM migrations');
      const total = { acknowledged: 0, reads: 0, received: 0, slowestMs: 0, unanswered: 0, late: 0 };
      for (let round = 1; round <= wanted; round++) {
        await onCopy(stand, `round_${round}`, () => roll(stand, verdict, { old, people, total }));
        progress('upgrades', round, wanted);
      }
      verdict.say(
        `rolling: ${wanted} × two instances of ${basename(commit).slice(0, 9)} (${applied} migrations) replaced one after the other by this version ` +
          `(${migrations().length}) while both served; ${total.acknowledged} acknowledged writes all there, none doubled; ${total.reads} reads; ` +
          `nothing refused, but ${total.late} that came to an instance which was ending (503), and ${total.unanswered} that found nobody, all of them ` +
          `done at the other; slowest answer ${Math.round(total.slowestMs)} ms; ` +
          `${total.received} changes followed, every chain whole`,
      );
    } finally {
      await stand.close();
    }
  });
}

/** old, old → old, new → new, new */
async function roll(stand, verdict, { old, people, total }) {
  const servers = [await stand.start({ main: old }), await stand.start({ main: old })];
  const ports = servers.map((_, index) => () => servers[index].port);
  const crew = await Crew.start(stand, ports, people);
  for (const index of [0, 1]) {
    await sleep(A_WHILE_MS);
    const next = await stand.start({ main: MAIN });
    const last = servers[index];
    servers[index] = next;
    await stopServer(last);
  }
  await sleep(A_WHILE_MS);
  await crew.stop();
  await crew.check(stand, verdict);
  const { '503 shutting_down': late = 0, ...refused } = crew.refusals;
  verdict.require(Object.keys(refused).length === 0, `refused: ${JSON.stringify(refused)}`);
  total.late += late;
  total.acknowledged += crew.acknowledged.length;
  total.reads += crew.reads;
  total.received += crew.sum('received');
  total.unanswered += crew.unanswered;
  total.slowestMs = Math.max(total.slowestMs, crew.slowestMs);
  await Promise.all(servers.map(stopServer));
}

/** A version that was upgraded can't be gone back to, so each round has its own copy of what the old one made. */
async function onCopy(stand, name, work) {
  const original = stand.databaseUrl;
  const at = (database) => Object.assign(new URL(original), { pathname: `/${database}` }).href;
  await stand.client.end();
  const admin = await connect(at('postgres'));
  try {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${NAME}`);
    stand.databaseUrl = at(name);
    stand.client = await connect(stand.databaseUrl);
    await work();
    await stand.client.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  } finally {
    await admin.end();
    stand.databaseUrl = original;
    stand.client = await connect(original);
  }
}
