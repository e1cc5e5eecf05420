// `npm run bench:peers`: the program beside servers that others would write for the same requests, with what the public
// registries offer. See docs/PERFORMANCE.md.
import { cpus } from 'node:os';
import { depthOf, pathAt } from '../depth.mjs';
import { NAMED_WORKS } from '../load/named-works.mjs';
import { Generator } from '../load/process.mjs';
import { figure, median } from '../report/figures.mjs';
import { table } from '../report/table.mjs';
import { requireAlike } from '../stage/alike.mjs';
import { versionOf } from '../stage/database.mjs';
import { undisturbed } from '../stage/machine.mjs';
import { readOptions } from '../stage/options.mjs';
import { startPeer, startProgram } from '../stage/servers.mjs';
import { onStage, say } from '../stage/stage.mjs';
import { turn } from '../stage/turn.mjs';
import { PEERS, prepared } from './list.mjs';

const HEAD = [
  'work',
  'server',
  'req/s',
  'p50 ms',
  'p99 ms',
  'CPU server ms',
  'CPU PostgreSQL ms',
  'memory MiB',
  'others',
  'of fasttrack',
  'CPU of fasttrack',
];

/** A slow server need not answer all requests that warm up: after this time it is warm. */
const WARM_UP_SECONDS = 10;

const options = readOptions();
const asked = Object.keys(NAMED_WORKS).filter((name) => options.only.includes(name));
const skipped = [];
const ready = await install();

await onStage(options, async (base) => {
  const stage = { ...base, connections: options.connections };
  const generator = new Generator(stage);
  const servers = await start(stage);
  await requireAlike(servers, stage);
  say('all of them give the same answers');
  const turns = await measure(stage, generator, servers);
  await print(stage, servers, turns);
});

/** Before the stage is set: what can't be had here costs no more than a line. */
async function install() {
  const starts = [];
  for (const peer of PEERS) {
    try {
      starts.push(await prepared(peer));
    } catch (error) {
      skipped.push(`${peer.title} is left out: ${error.message}`);
      say(skipped.at(-1));
    }
  }
  return starts;
}

async function start(stage) {
  say('starting the program and its peers');
  const program = { ...(await startProgram(stage)), queue: 'deliveries' };
  const servers = [program];
  for (const one of ready) servers.push(await startPeer(stage, one));
  const depth = asked.includes('W5') ? await depthOf(stage) : 0;
  for (const server of servers) server.path = depth > 0 ? await pathAt(stage, server, depth) : '';
  return servers;
}

/** Everyone in turn at everything, again and again: what disturbs the machine disturbs all alike. */
async function measure(stage, generator, servers) {
  for (const name of asked) {
    for (const server of servers) {
      say(`warming up: ${NAMED_WORKS[name].title}, ${server.name}`);
      const order = { requests: options.warmUp, seconds: WARM_UP_SECONDS };
      await turn(stage, generator, server, { ...orderOf(name, server), ...order });
    }
  }
  const turns = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const name of asked) {
      const order = round % 2 === 1 ? servers : [...servers].reverse();
      for (const server of order) turns.push(await oneTurn(stage, generator, server, { name, round }));
    }
  }
  return turns;
}

function orderOf(name, { path }) {
  return { work: NAMED_WORKS[name].work, parameters: { path } };
}

async function oneTurn(stage, generator, server, { name, round }) {
  const order = { ...orderOf(name, server), seconds: options.seconds };
  const result = await undisturbed(stage, () => turn(stage, generator, server, order), options.quick ? 1 : undefined);
  const { rate, p99, serverCpu, databaseCpu } = result;
  const cost = `CPU ${figure(serverCpu)} + ${figure(databaseCpu)} ms`;
  say(
    `round ${round}: ${name} ${server.name} ${figure(rate)}/s, p99 ${figure(p99)} ms, ${cost}, others ${percent(result.others)}`,
  );
  return { ...result, name, round, server: server.name };
}

async function print({ client }, servers, turns) {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}`;
  const how = `${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections`;
  const doubt = options.quick ? ' (quick: not for comparing)' : '';
  console.log(`\n${machine}, PostgreSQL ${await versionOf(client)}; ${how}${doubt}\n`);
  const rows = asked.flatMap((name) => servers.map((server) => cellsOf(name, server, turns)));
  console.log(`${table(HEAD, rows)}\n`);
  for (const { title, leavesOut, name } of PEERS)
    if (servers.some((server) => server.name === name)) console.log(`${title} leaves out: ${leavesOut}.`);
  for (const words of skipped) console.log(words);
  const disturbed = turns.filter(({ isDisturbed }) => isDisturbed).length;
  if (disturbed > 0)
    console.log(`Others used more than a tenth of the processors during ${disturbed} of ${turns.length} turns.`);
}

/**
 * Medians over the rounds; each ratio is the median of each round's own. That of the CPU is of server and PostgreSQL together:
 * on a busy machine it tells more than requests a second.
 */
function cellsOf(name, server, turns) {
  const of = (wanted) => turns.filter((one) => one.server === wanted && one.name === name);
  const [own, program] = [of(server.name), of('program')];
  const middle = (column) => median(own.map((one) => one[column]));
  const figures = ['rate', 'p50', 'p99', 'serverCpu', 'databaseCpu', 'memory'].map((column) => figure(middle(column)));
  const ratio = (pick) => median(own.map((one, index) => pick(one) / pick(program[index]))).toFixed(2);
  const ratios = [ratio(({ rate }) => rate), ratio(({ serverCpu, databaseCpu }) => serverCpu + databaseCpu)];
  const title = PEERS.find((peer) => peer.name === server.name)?.title ?? 'fasttrack';
  return [NAMED_WORKS[name].title, title, ...figures, percent(middle('others')), ...ratios];
}

function percent(share) {
  return Number.isNaN(share) ? '–' : `${Math.round(share * 100)} %`;
}
