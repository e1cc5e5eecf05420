import { Connection, wire } from './load/connection.mjs';
import { figure, median } from './report/figures.mjs';
import { say } from './stage/stage.mjs';
import { turn } from './stage/turn.mjs';

const GOAL = 1.1;
const WALKED = 100;
/** The last pages of the seeded tasks are still full pages. */
const MARGIN = 100;

/** W5: a page of everybody's tasks at the far end of the table against the first one. */
export async function measureDepth(stage, generator, servers, options) {
  const depth = await depthOf(stage);
  const paths = new Map();
  for (const server of servers)
    paths.set(server, { first: '/tasks?limit=20', deep: await pathAt(stage, server, depth) });
  for (const server of servers) await warm(stage, generator, server, { paths: paths.get(server), options });
  const turns = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const server of servers)
      turns.push(...(await bothPages(stage, generator, server, { paths: paths.get(server), options, round })));
  }
  return servers.flatMap((server) =>
    linesOf(
      server,
      turns.filter((one) => one.server === server),
      depth,
    ),
  );
}

export async function depthOf({ client }) {
  const { rows } = await client.query('SELECT count(*) AS count FROM tasks');
  return Math.max(WALKED, Math.min(200_000, Math.floor((rows[0].count - MARGIN) / WALKED) * WALKED));
}

/** The place of the page, reached as a client of the program reaches it: by walking there. */
export async function pathAt({ players }, server, depth) {
  say(`walking to depth ${depth}, ${server.name}`);
  if (server.name !== 'program') return `/tasks?limit=20&cursor=${depth}`;
  const connection = new Connection(server.port);
  let cursor = '';
  for (let seen = 0; seen < depth; seen += WALKED) {
    const path = `/tasks?limit=${WALKED}${cursor && `&cursor=${cursor}`}`;
    const { status, body } = await connection.ask(wire('GET', path, { token: players.admin.token }));
    if (status !== 200) throw new Error(`GET ${path} → ${status} ${body}`);
    cursor = encodeURIComponent(JSON.parse(body).data.next_cursor);
  }
  connection.close();
  return `/tasks?limit=20&cursor=${cursor}`;
}

async function warm(stage, generator, server, { paths, options }) {
  say(`warming up: ${options.warmUp} × W5 pages, ${server.name}`);
  for (const path of Object.values(paths))
    await turn(stage, generator, server, {
      work: 'page',
      parameters: { path },
      requests: Math.ceil(options.warmUp / 2),
    });
}

async function bothPages(stage, generator, server, { paths, options, round }) {
  const places = round % 2 === 1 ? ['first', 'deep'] : ['deep', 'first'];
  const turns = [];
  for (const place of places) {
    const parameters = { path: paths[place] };
    const result = await turn(stage, generator, server, { work: 'page', parameters, seconds: options.seconds });
    say(`round ${round}: W5 ${server.name} ${place} page ${figure(result.rate)}/s, p50 ${figure(result.p50)} ms`);
    turns.push({ ...result, server, place, round });
  }
  return turns;
}

function linesOf(server, turns, depth) {
  const at = (place) => turns.filter((one) => one.place === place).sort((a, b) => a.round - b.round);
  const [first, deep] = [at('first'), at('deep')];
  const ratio = median(deep.map((one, index) => first[index].rate / one.rate));
  const isProgram = server.name === 'program';
  const title = 'W5 the page at depth';
  const values = [first, deep].map((some) => `${figure(median(some.map(({ rate }) => rate)))}/s`);
  const words = `${server.name}: time of the page at ${depth.toLocaleString('en')} : the first (${values.join(', ')})`;
  const cells = [title, words, `${ratio.toFixed(2)} ×`, isProgram ? `≤ ${GOAL} ×` : ''];
  return [{ title, met: !isProgram || ratio <= GOAL, cells }];
}
