import { setTimeout as sleep } from 'node:timers/promises';
import { CuttingProxy } from './cutting-proxy.mjs';
import { ask, count, insist, progress, Stand, Verdict } from './stand.mjs';

/** A retry of everything that the client can't know the end of. */
const NEVER_ENDING = 5;

/**
 * The connection is lost right after COMMIT was sent. The program looks whether its answer was stored; where it can't, the
 * client asks again with its key. Either way there is one row.
 */
export async function cuts([given]) {
  const wanted = count(given, 500);
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const proxy = await CuttingProxy.before(stand.databaseUrl);
    stand.atEnd(() => proxy.close());
    const { port } = await stand.start({ databaseUrl: proxy.url, env: { DATABASE_DIRECT_URL: stand.databaseUrl } });
    const [{ token }] = await stand.people('cut');
    const project = await ask(port, 'POST', '/projects', { token, body: { name: 'Cuts' } });
    const path = `/projects/${project.data.id}/tasks`;
    let lost = 0;
    let asked = 0;
    const statuses = {};
    for (; lost < wanted && asked < wanted * NEVER_ENDING; asked++) {
      const title = `task-${asked}`;
      const request = { token, body: { title }, headers: { 'Idempotency-Key': title } };
      await stand.settled(); // what follows from earlier requests commits, too
      const before = proxy.cuts;
      proxy.arm();
      const first = await ask(port, 'POST', path, request).catch(() => ({ status: 0 }));
      statuses[first.status] = (statuses[first.status] ?? 0) + 1;
      verdict.require(first.status === 201 || first.status === 503, `${title}: ${first.status}`);
      if (proxy.cuts > before) progress('cuts', ++lost, wanted);
      const again = await insist([() => port], path, { token, body: { title }, key: title });
      verdict.require(again.status === 201, `${title} again: ${again.status} ${again.error?.code}`);
      const rows = await stand.rows('SELECT id FROM tasks WHERE title = $1', [title]);
      verdict.require(rows.length === 1 && rows[0].id === again.data?.id, `${title}: ${rows.length} rows`);
      const facts = await stand.one(
        `SELECT count(*)::int FROM events WHERE type = 'task.created' AND subject_id = $1`,
        [rows[0]?.id],
      );
      verdict.require(facts === 1, `${title}: ${facts} events`);
    }
    await sleep(100);
    verdict.require(lost >= wanted, `only ${lost} of ${wanted} requests lost their connection`);
    verdict.say(
      `cuts: ${lost} requests lost their connection after COMMIT (${proxy.cuts} cuts in all), every keyed retry had one effect; first answers ${JSON.stringify(statuses)}`,
    );
  } finally {
    await stand.close();
  }
}
