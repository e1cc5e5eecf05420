import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../bench/stage/database.mjs';
import { stopServer } from '../bench/stage/servers.mjs';
import { Crew, CREW } from './crew.mjs';
import { Replicas } from './replicas.mjs';
import { count, progress, Stand, Verdict } from './stand.mjs';

/** Every so many rounds the primary falls silent instead of dying. */
const FREEZE_EVERY = 5;
const FOUND_WITHIN_MS = 60_000;

/** The primary of two PostgreSQL servers is lost under load, and its synchronous standby takes over, again and again. */
export async function failover([given]) {
  const wanted = count(given, 20);
  let replicas;
  const database = async () => {
    const opened = await openReplicas();
    replicas = opened.replicas;
    return opened;
  };
  const stand = await Stand.open({ database });
  const verdict = new Verdict();
  try {
    const servers = [await stand.start(), await stand.start()];
    const ports = servers.map(
      ({ port }) =>
        () =>
          port,
    );
    const crew = await Crew.start(stand, ports, await stand.people(...CREW));
    const gaps = { killed: [], silent: [] };
    for (let round = 1; round <= wanted; round++) {
      await sleep(1_000 + randomInt(2_000));
      const isSilent = round % FREEZE_EVERY === 0;
      gaps[isSilent ? 'silent' : 'killed'].push(await lose(replicas, crew, isSilent));
      await replicas.rejoin();
      progress('failovers', round, wanted);
    }
    await crew.stop();
    await stand.client.end().catch(() => undefined);
    stand.client = await connect(replicas.primaryUrl);
    stand.atEnd(() => stand.client.end());
    const walked = await crew.check(stand, verdict);
    const { '503 database_unavailable': away = 0, '503 overloaded': crowded = 0, ...others } = crew.refusals;
    verdict.require(Object.keys(others).length === 0, `other refusals: ${JSON.stringify(others)}`);
    verdict.say(
      `failover: ${wanted} × the primary lost under load (${gaps.silent.length} times silent, else by kill -9) and its synchronous standby ` +
        `promoted; ${crew.acknowledged.length} acknowledged writes at two instances all there, none doubled; ` +
        `${crew.followers.length} followers received ${crew.sum('received')} changes over ${crew.sum('connections')} connections up to ` +
        `number ${walked.last}, every chain whole, and have what REST shows (${walked.things.size} things). From the kill to the first ` +
        `acknowledged write ${spread(gaps.killed)}; from the silence ${spread(gaps.silent)}. ${away + crowded} answers were 503 ` +
        `(${crowded} of them overloaded: they had waited for a connection)`,
    );
    await Promise.all(servers.map(stopServer));
  } finally {
    await stand.close();
  }
}

async function openReplicas() {
  const folder = mkdtempSync(join(tmpdir(), 'fasttrack-failover-'));
  const replicas = await Replicas.start(folder);
  const stop = async () => {
    await replicas.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  return { replicas, url: replicas.url, clientUrl: replicas.primaryUrl, stop };
}

/** @returns the milliseconds until the standby had taken over, and until a write that began afterwards was acknowledged */
async function lose(replicas, crew, isSilent) {
  const lost = replicas.primary;
  if (isSilent) replicas.freeze();
  const at = performance.now();
  if (!isSilent) await replicas.kill();
  await replicas.promote();
  const promoted = performance.now();
  const after = () => crew.times.filter(({ began }) => began > at);
  await until(() => after().length > 0, 'nothing was acknowledged');
  const [first] = after();
  if (isSilent) {
    // Alive again, it takes itself for the primary: nobody may be told that it has written.
    await until(() => new Set(after().map(({ port }) => port)).size > 1, 'one instance acknowledged nothing');
    replicas.thaw(lost);
    await sleep(500);
    await replicas.kill(lost);
  }
  crew.times = [];
  return { all: first.ended - at, promotion: promoted - at };
}

async function until(isSo, otherwise) {
  for (let waited = 0; !isSo(); waited += 5) {
    if (waited > FOUND_WITHIN_MS) throw new Error(`After ${FOUND_WITHIN_MS / 1_000} s ${otherwise}.`);
    await sleep(5);
  }
}

function spread(gaps) {
  if (gaps.length === 0) return '(not tried)';
  const seconds = (ms) => `${(ms / 1_000).toFixed(1)} s`;
  const middle = (of) => seconds(gaps.map((gap) => gap[of]).toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]);
  const worst = seconds(Math.max(...gaps.map(({ all }) => all)));
  return `${middle('all')} (median), ${worst} (worst), ${middle('promotion')} of it until the standby had taken over`;
}
