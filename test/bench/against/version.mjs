// One version of the program on a stage of its own, as its own bench sets it; it takes the turns that `against.mjs` gives.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { depthOf, pathAt } from '../depth.mjs';

const folder = process.argv[2];
const own = (path) => import(pathToFileURL(join(folder, 'test/bench', path)).href);
const { onStage } = await own('stage/stage.mjs');
const { turn } = await own('stage/turn.mjs');
const { Generator } = await own('load/process.mjs');
const { startFloor, startProgram } = await own('stage/servers.mjs');

/** Tasks that no round before has assigned: what is assigned already is no news. */
const UNMOVED = 100;

/** What a version promises of itself, without a floor: as its own bench measures it. */
const PROMISES = {
  W6: async (parts) => (await own('storm.mjs')).stormLines(parts),
  W7: async ({ stage, options }) => (await own('burst.mjs')).measureBurst(stage, options),
};

const ended = new Promise((resolve) => process.once('disconnect', resolve));

await onStage({ scale: Number(process.argv[3]) }, async (base) => {
  const stage = { ...base, connections: 32 };
  const generator = new Generator(stage);
  const servers = {
    floor: { ...(await startFloor(stage)), queue: 'floor_deliveries' },
    program: { ...(await startProgram(stage)), queue: 'deliveries' },
  };
  const depth = await depthOf(stage);
  const deep = {};
  for (const [name, server] of Object.entries(servers)) deep[name] = await pathAt(stage, server, depth);
  const take = ({ server, order }) => {
    const parameters = order.work === 'page' ? { path: deep[server] } : undefined;
    return turn(stage, generator, servers[server], { ...order, parameters });
  };
  /** Figures, each with its words and its unit. What changes with each round stands in brackets, and is left out. */
  const keep = async ({ promise, options }) => {
    stage.players.movables.push(...stage.players.movables.splice(0, UNMOVED));
    const lines = await PROMISES[promise]({ stage, generator, program: servers.program, options });
    return lines.map(({ cells: [title, words, value] }) => ({
      words: `${title}: ${words.replace(/ \(.*?\)/g, '')}, ${value.split(' ')[1]}`,
      value: Number.parseFloat(value),
    }));
  };
  process.on('message', (asked) => {
    (asked.promise ? keep(asked) : take(asked)).then(
      (result) => process.send({ result }),
      (error) => process.send({ failure: error.message }),
    );
  });
  process.send({ result: 'ready' });
  await ended;
});
process.exit();
