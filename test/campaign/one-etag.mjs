import { ask, count, Rounds, Stand, Verdict } from './stand.mjs';

/** Two writers with one ETag, on two instances: one of them wins, the other learns what the row is now. */
export async function oneEtag([given]) {
  const rounds = new Rounds('one ETag', count(given, 1_000));
  const stand = await Stand.open();
  const verdict = new Verdict();
  try {
    const servers = [await stand.start(), await stand.start()];
    const [{ token }] = await stand.people('writer');
    const made = await ask(servers[0].port, 'POST', '/projects', { token, body: { name: 'Fought over' } });
    const path = `/projects/${made.data.id}`;
    for (const version of rounds) {
      const patch = ({ port }, index) =>
        ask(port, 'PATCH', path, {
          token,
          body: { name: `${version} by ${index}` },
          headers: { 'If-Match': `"${version}"` },
        });
      const answers = await Promise.all(servers.map(patch));
      const statuses = answers
        .map(({ status }) => status)
        .sort()
        .join();
      verdict.require(statuses === '200,412', `round ${version}: ${statuses}`);
      const [winner, loser] = answers.sort((a, b) => a.status - b.status);
      verdict.require(
        loser.data?.name === winner.data?.name,
        `round ${version}: the loser was shown ${loser.data?.name}`,
      );
    }
    const version = await stand.one('SELECT version FROM projects WHERE id = $1', [made.data.id]);
    verdict.require(version === rounds.done + 1, `the version is ${version} after ${rounds.done} rounds`);
    verdict.say(`one ETag: ${rounds.done} rounds of two writers on two instances, one winner each, version ${version}`);
  } finally {
    await stand.close();
  }
}
