import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, wire } from '../bench/load/connection.mjs';
import { ask, count, Rounds, Stand, Verdict } from './stand.mjs';

/** A revoked token begins no write after the revocation was answered. When that was is known to the millisecond. */
const LIMIT_MS = 1;
/** Writers on each instance. */
const WRITERS = 2;
/** How long they write before the token is revoked, at least and at most. */
const [SOONEST_MS, LATEST_MS] = [20, 120];
/** By then each writer must have been refused. */
const PATIENCE_MS = 10_000;

/** Writes that began after the revocation was answered; both times are of this machine's clock. */
const LATE = `
  SELECT coalesce(max(extract(epoch FROM created_at) * 1000 - $2::float8), 0)::float8 AS "lateMs", count(*)::int AS late
  FROM all_tasks WHERE project_id = $1 AND extract(epoch FROM created_at) * 1000 > $2::float8`;

/** An API token is revoked while programs write with it at two instances: none of them begins a write after that. */
export async function tokens([given]) {
  const rounds = new Rounds('tokens', count(given, 500));
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const servers = [await stand.start(), await stand.start()];
    const [{ token: session }] = await stand.people('owner');
    const figures = { written: 0, worstMs: 0, overtaken: 0 };
    for (const round of rounds) await oneRound({ stand, servers, session, verdict, round, figures });
    const { written, worstMs, overtaken } = figures;
    verdict.say(
      `tokens: ${rounds.done} tokens revoked while ${WRITERS * servers.length} programs wrote at two instances; ` +
        `${written} writes, ${overtaken} of them begun after it was answered, the last ${worstMs.toFixed(0)} ms later`,
    );
  } finally {
    await stand.close();
  }
}

async function oneRound({ stand, servers, session, verdict, round, figures }) {
  const at = servers[round % servers.length].port;
  const project = (await ask(at, 'POST', '/projects', { token: session, body: { name: `Round ${round}` } })).data;
  const made = await ask(at, 'POST', '/users/me/tokens', { token: session, body: { name: `round ${round}` } });
  const { id, token } = made.data;
  const writers = servers.flatMap(({ port }) => Array.from({ length: WRITERS }, () => write(port, project.id, token)));
  await sleep(SOONEST_MS + Math.random() * (LATEST_MS - SOONEST_MS));
  const { status } = await ask(at, 'DELETE', `/users/me/tokens/${id}`, { token: session });
  const revokedAt = Date.now();
  verdict.require(status === 200, `round ${round}: revoking answered ${status}`);
  const ends = await Promise.all(writers);
  const isRefused = ({ end }) => end === '401 token_revoked' || end === '401 invalid_token';
  verdict.require(ends.every(isRefused), `round ${round}: the writers ended with ${ends.map(({ end }) => end).join()}`);
  const [{ lateMs, late }] = await stand.rows(LATE, [project.id, revokedAt]);
  verdict.require(lateMs <= LIMIT_MS, `round ${round}: a write began ${lateMs} ms after the revocation was answered`);
  figures.written += ends.reduce((sum, { written }) => sum + written, 0);
  figures.worstMs = Math.max(figures.worstMs, lateMs);
  figures.overtaken += late;
}

/** Writes as fast as it is answered, until it is refused. */
async function write(port, projectId, token) {
  const connection = new Connection(port);
  const text = wire('POST', `/projects/${projectId}/tasks`, { token, body: { title: 'Written with a token' } });
  const deadline = Date.now() + PATIENCE_MS;
  let written = 0;
  try {
    while (Date.now() < deadline) {
      const { status, body } = await connection.ask(text);
      if (status !== 201) return { written, end: `${status} ${JSON.parse(body.toString()).error?.code}` };
      written += 1;
    }
    return { written, end: 'no refusal' };
  } finally {
    connection.close();
  }
}
