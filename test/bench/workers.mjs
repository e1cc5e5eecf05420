// `npm run bench:workers`: what a second worker brings on this machine, in turns with one alone.
import { cpus } from 'node:os';
import { Generator } from './load/process.mjs';
import { figure, median } from './report/figures.mjs';
import { table } from './report/table.mjs';
import { REQUESTS } from './requests.mjs';
import { readOptions } from './stage/options.mjs';
import { startProgram } from './stage/servers.mjs';
import { onStage, say } from './stage/stage.mjs';
import { turn } from './stage/turn.mjs';

const HEAD = ['work', 'workers', 'req/s', 'p99 ms', 'cores: workers', 'PostgreSQL', 'generator', 'two : one'];

const options = readOptions();
await onStage(options, async (base) => {
  const stage = { ...base, connections: options.connections };
  const generator = new Generator(stage);
  const servers = [await start(stage, 1), await start(stage, 2)];
  const rows = [];
  for (const name of Object.keys(REQUESTS).filter((one) => options.only.includes(one)))
    rows.push(...(await compare(stage, generator, servers, name)));
  console.log(
    `\n${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}\n\n${table(HEAD, rows)}`,
  );
});

async function start(stage, workers) {
  const program = await startProgram(stage, { name: `workers-${workers}`, env: { WORKERS: String(workers) } });
  return { ...program, workers, queue: 'deliveries' };
}

async function compare(stage, generator, servers, name) {
  const { work, title } = REQUESTS[name];
  for (const server of servers) await turn(stage, generator, server, { work, requests: options.warmUp });
  const turns = servers.map(() => []);
  for (let round = 1; round <= options.rounds; round++) {
    for (const [index, server] of servers.entries())
      turns[index].push(await turn(stage, generator, server, { work, seconds: options.seconds }));
    say(`round ${round}: ${name} ${turns.map((of) => `${figure(of.at(-1).rate)}/s`).join(' and ')}`);
  }
  const ratio = median(turns[1].map(({ rate }, round) => rate / turns[0][round].rate));
  return servers.map(({ workers }, index) => {
    const middle = (pick) => median(turns[index].map(pick));
    const cores = ['serverCpu', 'databaseCpu', 'generatorCpu'].map((cost) =>
      middle((of) => (of[cost] * of.rate) / 1000),
    );
    const told = [middle(({ rate }) => rate), middle(({ p99 }) => p99), ...cores].map(figure);
    return [title, workers, ...told, workers === 1 ? '' : ratio.toFixed(2)];
  });
}
