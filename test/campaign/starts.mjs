import { readdirSync } from 'node:fs';
import { connect } from '../bench/stage/database.mjs';
import { stopServer } from '../bench/stage/servers.mjs';
import { count, Rounds, Stand, Verdict } from './stand.mjs';

const MIGRATIONS = readdirSync(new URL('../../migrations', import.meta.url)).length;

/** Several instances at once on an empty database: each migration once, one administrator, everybody becomes ready. */
export async function starts([givenRounds, givenInstances]) {
  const rounds = new Rounds('starts', count(givenRounds, 50));
  const instances = count(givenInstances, 8);
  const stand = await Stand.open({ prepared: false });
  const verdict = new Verdict();
  const times = [];
  try {
    for (const round of rounds) times.push(...(await play(stand, verdict, { round, instances })));
    times.sort((a, b) => a - b);
    const seconds = (part) => (times[Math.floor((times.length - 1) * part)] / 1_000).toFixed(1);
    verdict.say(
      `starts: ${rounds.done} rounds of ${instances} instances at once on an empty database, ${MIGRATIONS} migrations once each; ` +
        `ready after ${seconds(0.5)} s (median), ${seconds(1)} s (slowest)`,
    );
  } finally {
    await stand.close();
  }
}

async function play(stand, verdict, { round, instances }) {
  const server = await connect(stand.databaseUrl);
  const name = `round_${round}`;
  await server.query(`CREATE DATABASE ${name}`);
  const databaseUrl = Object.assign(new URL(stand.databaseUrl), { pathname: `/${name}` }).href;
  const outcomes = await Promise.allSettled(
    Array.from({ length: instances }, () => stand.start({ databaseUrl, env: { DATABASE_POOL_MAX: '2' } })),
  );
  const ready = outcomes.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
  const failed = outcomes.find(({ status }) => status === 'rejected');
  verdict.require(ready.length === instances, `round ${round}: ${ready.length} ready. ${failed?.reason.message}`);
  await check(databaseUrl, verdict, round);
  await Promise.all(ready.map(stopServer));
  await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await server.end();
  return ready.map(({ startMs }) => startMs);
}

async function check(databaseUrl, verdict, round) {
  const client = await connect(databaseUrl);
  const { rows } = await client.query(`
    SELECT (SELECT count(*)::int FROM migrations) AS applied, (SELECT count(DISTINCT name)::int FROM migrations) AS names,
      (SELECT count(*)::int FROM users) AS people, (SELECT count(*)::int FROM roles) AS roles`);
  await client.end();
  const expected = { applied: MIGRATIONS, names: MIGRATIONS, people: 1, roles: 4 };
  const found = JSON.stringify(rows[0]);
  verdict.require(found === JSON.stringify(expected), `round ${round}: ${found}`);
}
