// `npm run bench:tracing`: what traces cost a request, by turns: off, a twentieth of them, and all. See docs/operations/TRACING.md.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Generator } from './load/process.mjs';
import { figure, median } from './report/figures.mjs';
import { table } from './report/table.mjs';
import { readOptions } from './stage/options.mjs';
import { startProgram } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';
import { turn } from './stage/turn.mjs';

const WORKS = { 'W1 read a task': 'read', 'W3 create a task': 'create' };

const options = readOptions();
await onStage(options, async (base) => {
  const stage = { ...base, connections: options.connections };
  const generator = new Generator(stage);
  const servers = await start(stage, await openCollector(stage));
  const turns = [];
  for (const work of Object.values(WORKS))
    for (const server of servers) await turn(stage, generator, server, { work, requests: options.warmUp });
  for (let round = 1; round <= options.rounds; round++)
    for (const work of Object.values(WORKS))
      for (const server of round % 2 === 1 ? servers : servers.toReversed()) {
        const result = await turn(stage, generator, server, { work, seconds: options.seconds });
        turns.push({ ...result, work, server: server.name });
        say(`round ${round}: ${work} ${server.name} ${figure(result.rate)}/s, CPU ${figure(result.serverCpu)} ms`);
      }
  print(servers, turns);
});

/** It takes what it gets and does nothing: what a real one does is its own cost. */
async function openCollector(stage) {
  const collector = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'));
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  stage.cleanUp.add(() => collector.close());
  return `http://127.0.0.1:${collector.address().port}`;
}

/** The one that is off stands there twice: how far these two are apart is what the machine does by itself. */
async function start(stage, endpoint) {
  const on = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  const kinds = {
    off: {},
    'off too': {},
    'one in twenty': { ...on, OTEL_TRACES_SAMPLER_ARG: '0.05' },
    all: on,
  };
  const servers = [];
  for (const [name, env] of Object.entries(kinds))
    servers.push({ ...(await startProgram(stage, { name, env })), queue: 'deliveries' });
  return servers;
}

function print(servers, turns) {
  const rows = Object.entries(WORKS).flatMap(([title, work]) =>
    servers.map(({ name }) => {
      const of = (server) => turns.filter((one) => one.work === work && one.server === server);
      const middle = (pick) => median(of(name).map(pick));
      const ratio = (pick) => median(of(name).map((one, index) => pick(one) / pick(of('off')[index])));
      const figures = ['rate', 'p50', 'serverCpu', 'databaseCpu', 'memory'].map((column) =>
        figure(middle((one) => one[column])),
      );
      return [title, name, ...figures, ratio(({ serverCpu }) => serverCpu).toFixed(2)];
    }),
  );
  const head = ['work', 'traces', 'req/s', 'p50 ms', 'CPU server ms', 'CPU PostgreSQL ms', 'memory MiB', 'CPU of off'];
  console.log(`\n${options.rounds} rounds of ${options.seconds} s\n\n${table(head, rows)}\n`);
}
