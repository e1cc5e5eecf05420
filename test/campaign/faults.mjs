import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '../bench/stage/cast.mjs';
import { connect } from '../bench/stage/database.mjs';
import { stopServer } from '../bench/stage/servers.mjs';
import { FaultLoad, judge } from './fault-load.mjs';
import { Listener } from './listener.mjs';
import { familyOf, hasRedis, MailHost, RedisHost, restartDatabase, signalAll } from './lost-servers.mjs';
import { ask, Stand, Verdict } from './stand.mjs';

const BEFORE_MS = 1_000;
const AWAY_MS = 3_000;
const PAUSED_MS = 5_000;
/** What the program has to be itself again, and a little to see that it stays so. */
const RECOVERY_MS = 5_000;
const AFTER_MS = RECOVERY_MS + 1_000;
const MAIL_LIMIT_MS = 12_000;
const NEWS_LIMIT_MS = 250;
const ENDED_SESSIONS = 10;

/** What the program leans on goes away and comes back, while people work on two instances. */
export async function faults() {
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const scene = await setUp(stand);
    for (const fault of [restarted, paused, notListening, withoutMail, ...(hasRedis ? [withoutRedis] : [])])
      await suffer(scene, verdict, fault);
    if (!hasRedis) console.log('- Redis gone: not tried, this machine has no redis-server');
    await scene.load.stop();
    await checkAll(scene, verdict);
    await Promise.all(scene.servers.map(stopServer));
  } finally {
    await stand.close();
  }
}

async function setUp(stand) {
  const mail = await MailHost.onFreePort();
  await mail.start();
  stand.atEnd(() => mail.stop());
  const env = { SMTP_URL: mail.url };
  const redis = hasRedis ? await RedisHost.onFreePort() : undefined;
  if (redis) {
    stand.atEnd(() => redis.remove());
    await redis.start();
    env.REDIS_URL = redis.url;
  }
  const servers = [await stand.start({ env }), await stand.start({ env })];
  const [listening, ending, ...writers] = await stand.people('listener', 'ending', 'ann', 'bob', 'cleo', 'dan');
  const listener = new Listener(
    servers.map(
      ({ port }) =>
        () =>
          port,
    ),
    listening.token,
  );
  stand.atEnd(() => listener.stop());
  const load = new FaultLoad(servers, listening.id);
  load.start(writers);
  stand.atEnd(() => load.stop());
  return { stand, servers, mail, redis, listening, ending, listener, load };
}

/** @param fault does it and undoes it, says what it did, and when it was over */
async function suffer(scene, verdict, fault) {
  await sleep(BEFORE_MS);
  const before = judge(verdict, 'before', scene.load.take(), Date.now());
  verdict.require(before.failed === 0, `before: ${JSON.stringify(before.byKind)}`);
  const { name, endedAt, mayRefuse = false, note = '' } = await fault(scene, verdict);
  await sleep(Math.max(0, endedAt + AFTER_MS - Date.now()));
  const { answered, byKind, failed, recoveryMs, slowest } = judge(verdict, name, scene.load.take(), endedAt);
  verdict.require(mayRefuse || failed === 0, `${name}: nobody had to be refused: ${JSON.stringify(byKind)}`);
  verdict.require(recoveryMs <= RECOVERY_MS, `${name}: ${recoveryMs} ms to recover`);
  for (const { port } of scene.servers) {
    const { status } = await ask(port, 'GET', '/health/ready');
    verdict.require(status === 200, `${name}: readiness is ${status} afterwards`);
  }
  verdict.say(
    `${name}: ${answered} answers, refused ${JSON.stringify(byKind)}, the last of these ` +
      `${(recoveryMs / 1_000).toFixed(2)} s after it was over, slowest answer ${(slowest / 1_000).toFixed(1)} s${note}`,
  );
}

async function restarted({ stand }) {
  await stand.haltDatabase();
  await sleep(AWAY_MS);
  stand.databasePid = await restartDatabase(stand);
  const endedAt = Date.now();
  stand.client = await connect(stand.databaseUrl);
  return { name: `PostgreSQL stopped, and started again ${AWAY_MS / 1_000} s later`, endedAt, mayRefuse: true };
}

async function paused({ stand }) {
  const pids = familyOf(stand.databasePid);
  stand.atEnd(() => signalAll(pids, 'SIGCONT'));
  signalAll(pids, 'SIGSTOP');
  await sleep(PAUSED_MS);
  signalAll(pids, 'SIGCONT');
  const name = `PostgreSQL paused for ${PAUSED_MS / 1_000} s (${pids.length} processes)`;
  return { name, endedAt: Date.now(), mayRefuse: true };
}

/** What one instance is not told, it must not believe: a session that the other one ended opens nothing. */
async function notListening({ stand, servers, ending }, verdict) {
  let slowestMs = 0;
  let cut = 0;
  for (let round = 0; round < ENDED_SESSIONS; round++) {
    const [knowing, acting] = round % 2 ? servers : servers.toReversed();
    const token = (await signIn(stand.client, stand.mint, [ending.id])).get(ending.id);
    const known = await ask(knowing.port, 'GET', '/users/me', { token });
    verdict.require(known.status === 200 && known.data.id === ending.id, `a new session is answered ${known.status}`);
    const sessionId = await stand.one('SELECT max(id) FROM sessions WHERE user_id = $1', [ending.id]);
    cut += await stand.one(
      `SELECT count(pg_terminate_backend(pid))::int FROM pg_stat_activity WHERE application_name = 'fasttrack listener'`,
    );
    const end = await ask(acting.port, 'DELETE', `/users/me/sessions/${sessionId}`, { token: ending.token });
    verdict.require(end.status < 300, `ending a session is answered ${end.status} ${end.error?.code}`);
    const ended = Date.now();
    while ((await ask(knowing.port, 'GET', '/users/me', { token })).status === 200 && Date.now() < ended + 5_000)
      slowestMs = Math.max(slowestMs, Date.now() - ended);
    await sleep(400);
  }
  verdict.require(slowestMs <= NEWS_LIMIT_MS, `an ended session was believed for ${slowestMs} ms`);
  verdict.require(cut >= ENDED_SESSIONS, `only ${cut} connections were there to be cut`);
  const note = `; ${ENDED_SESSIONS} sessions ended meanwhile, believed for at most ${slowestMs} ms`;
  return { name: `the LISTEN connections cut (${cut})`, endedAt: Date.now(), note };
}

async function withoutMail({ mail, servers }, verdict) {
  await mail.stop();
  const wanted = ['ann', 'bob', 'cleo', 'dan'].map((name) => `${name}@example.com`);
  for (const [index, email] of wanted.entries()) {
    const { status } = await ask(servers[index % 2].port, 'POST', '/auth/password/forgot', { body: { email } });
    verdict.require(status === 202, `a forgotten password is answered ${status} without SMTP`);
  }
  await sleep(AWAY_MS);
  await mail.start();
  const endedAt = Date.now();
  const missing = () => wanted.filter((address) => !mail.recipients.includes(address));
  while (missing().length > 0 && Date.now() < endedAt + MAIL_LIMIT_MS) await sleep(50);
  const seconds = ((Date.now() - endedAt) / 1_000).toFixed(1);
  verdict.require(missing().length === 0, `no mail for ${missing()}`);
  const came = mail.recipients.filter((address) => wanted.includes(address)).length;
  verdict.require(came <= wanted.length, `${came} mails for ${wanted.length}`);
  const note = `; ${came} of ${wanted.length} mails came, the last ${seconds} s after it was back`;
  return { name: `SMTP gone for ${AWAY_MS / 1_000} s`, endedAt, note };
}

async function withoutRedis({ redis }) {
  await redis.kill();
  await sleep(AWAY_MS);
  await redis.start();
  return { name: `Redis killed, and back ${AWAY_MS / 1_000} s later`, endedAt: Date.now() };
}

async function checkAll({ stand, listening, listener, load }, verdict) {
  await stand.settled();
  const numbers =
    'SELECT count(*)::int AS count, coalesce(max(seq), 0)::int AS last FROM notifications WHERE user_id = $1';
  const [{ count, last }] = await stand.rows(numbers, [listening.id]);
  for (let waited = 0; waited < 10_000 && listener.lastSeq < last; waited += 50) await sleep(50);
  await listener.stop();
  const rows = await stand.rows('SELECT id, title, project_id FROM tasks');
  const kept = new Map(rows.map((row) => [row.id, row]));
  const isKept = ({ id, title, projectId }) => kept.get(id)?.title === title && kept.get(id).project_id === projectId;
  const lost = load.acknowledged.filter((write) => !isKept(write));
  const doubled = rows.length - new Set(rows.map(({ title }) => title)).size;
  verdict.require(lost.length === 0, `${lost.length} acknowledged writes lost: ${JSON.stringify(lost[0])}`);
  verdict.require(doubled === 0, `${doubled} keyed writes had two effects`);
  verdict.require(load.mixedUp.length === 0, `mixed up: ${load.mixedUp[0]}`);
  verdict.require(
    count === rows.length && last === count,
    `${count} notifications up to ${last} for ${rows.length} tasks`,
  );
  verdict.require(listener.heardAll(last), `heard ${listener.heard.length} of ${last} notifications`);
  verdict.say(
    `faults: ${load.acknowledged.length} acknowledged writes, ${lost.length} lost, ${doubled} doubled; ` +
      `${load.mixedUp.length} answers mixed up; ${last} notifications, ${listener.heard.length} heard ` +
      `over ${listener.connections} connections`,
  );
}
