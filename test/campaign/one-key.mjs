import { ask, count, Stand, Verdict } from './stand.mjs';

const AT_ONCE = 50;

/** Fifty simultaneous posts with one key, over two instances: one row, and nobody is told of another. */
export async function oneKey([given]) {
  const rounds = count(given, 20);
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const servers = [await stand.start(), await stand.start()];
    const [{ token }] = await stand.people('keyed');
    const statuses = {};
    for (let round = 1; round <= rounds; round++) {
      const name = `project-${round}`;
      const posts = Array.from({ length: AT_ONCE }, (_, index) =>
        ask(servers[index % 2].port, 'POST', '/projects', {
          token,
          body: { name },
          headers: { 'Idempotency-Key': name },
        }),
      );
      const answers = await Promise.all(posts);
      for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
      const made = answers.filter(({ status }) => status === 201);
      const ids = new Set(made.map(({ data }) => data.id));
      const rows = await stand.one('SELECT count(*)::int FROM projects WHERE name = $1', [name]);
      verdict.require(rows === 1, `round ${round}: ${rows} rows`);
      verdict.require(ids.size === 1, `round ${round}: ${ids.size} different answers`);
      const others = answers.filter(({ status, error }) => status !== 201 && error?.code !== 'idempotency_in_progress');
      verdict.require(others.length === 0, `round ${round}: ${JSON.stringify(others[0])}`);
    }
    verdict.say(
      `one key: ${rounds} × ${AT_ONCE} simultaneous posts over two instances, one row each; ${JSON.stringify(statuses)}`,
    );
  } finally {
    await stand.close();
  }
}
