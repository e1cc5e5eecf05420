import { NAMED_WORKS } from './load/named-works.mjs';
import { say } from './stage/stage.mjs';
import { undisturbed } from './stage/machine.mjs';
import { turn } from './stage/turn.mjs';
import { figure, median } from './report/figures.mjs';

/**
 * W1 to W4 and W8, as issue and documents call them, and what the program must reach in proportion to the floor; or, where
 * the floor knows no such thing, to another work of the program's own. Of works that read much, `share` of the requests
 * warms up as much.
 */
export const REQUESTS = {
  W1: { ...NAMED_WORKS.W1, goal: 0.8 },
  W1T: { work: 'read by token', title: 'W1T the same with an API token, to W1', goal: 0.95, beside: 'W1' },
  W2: { ...NAMED_WORKS.W2, goal: 0.75 },
  W3: { ...NAMED_WORKS.W3, goal: 0.75 },
  W4: { ...NAMED_WORKS.W4, goal: 0.75 },
  'W8 load': {
    work: 'walk',
    title: 'W8 500 tasks of a first load',
    parameters: ({ board }) => board.load,
    share: 0.01,
  },
  'W8 catch up': { work: 'walk', title: 'W8 100 changes', parameters: ({ board }) => board.catchUp, share: 0.05 },
};

/** Everyone in turn at everything, again and again: what disturbs the machine disturbs all alike. */
export async function measureRequests(stage, generator, servers, options) {
  const asked = Object.keys(REQUESTS).filter((name) =>
    options.only.some((one) => [one, REQUESTS[one]?.beside].includes(name.split(' ', 1)[0])),
  );
  const takers = (name) => (REQUESTS[name].beside ? servers.filter((server) => server.name === 'program') : servers);
  for (const name of asked) await warmUp(stage, generator, takers(name), { name, requests: options.warmUp });
  const turns = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const name of asked) {
      const order = round % 2 === 1 ? takers(name) : [...takers(name)].reverse();
      for (const server of order) turns.push(await oneTurn(stage, generator, server, { name, round, options }));
    }
  }
  return asked.flatMap((name) => rowsOf(name, takers(name), turns));
}

async function warmUp(stage, generator, servers, { name, requests }) {
  for (const server of servers) {
    const { work, title, share = 1, parameters } = REQUESTS[name];
    const count = Math.ceil(requests * share);
    say(`warming up: ${count} × ${title}, ${server.name}`);
    await turn(stage, generator, server, { work, requests: count, parameters: parameters?.(stage) });
  }
}

async function oneTurn(stage, generator, server, { name, round, options }) {
  const { work, parameters } = REQUESTS[name];
  const order = { work, seconds: options.seconds, parameters: parameters?.(stage) };
  const result = await undisturbed(stage, () => turn(stage, generator, server, order));
  const { rate, p50, p99, serverCpu, databaseCpu, others, tries } = result;
  const costs = `CPU ${figure(serverCpu)} + ${figure(databaseCpu)} ms`;
  say(
    `round ${round}: ${name} ${server.name} ${figure(rate)}/s, p50 ${figure(p50)} ms, p99 ${figure(p99)} ms, ${costs}, others ${percent(others)}${tries > 1 ? ` (${tries} tries)` : ''}`,
  );
  return { ...result, name, round, server: server.name };
}

/** Medians over the rounds; the ratio is the median of each round's own, of two turns in succession. */
function rowsOf(name, servers, turns) {
  const { title, goal, beside } = REQUESTS[name];
  const of = (server, work = name) => turns.filter((one) => one.server === server && one.name === work);
  const measure = beside ? of('program', beside) : of('floor');
  return servers.map((server) => {
    const own = of(server.name);
    const middle = (pick) => median(own.map(pick));
    const ratios = own.map(({ rate }, index) => rate / measure[index].rate);
    const ratio = median(ratios);
    const isProgram = server.name === 'program';
    return {
      title,
      server: server.name,
      middle,
      ratio,
      ratios,
      disturbed: own.filter(({ isDisturbed }) => isDisturbed).length,
      goal: isProgram ? goal : undefined,
      met: !isProgram || goal === undefined || ratio >= goal,
    };
  });
}

export const REQUEST_HEAD = [
  'work',
  'server',
  'req/s',
  'p50 ms',
  'p99 ms',
  'CPU server ms',
  'CPU PostgreSQL ms',
  'CPU generator ms',
  'memory MiB',
  'others',
  'of the floor',
  'in each round',
  'goal',
];

export function requestCells({ title, server, middle, ratio, ratios, goal }) {
  const columns = ['rate', 'p50', 'p99', 'serverCpu', 'databaseCpu', 'generatorCpu', 'memory'];
  const figures = columns.map((column) => figure(middle((one) => one[column])));
  const rounds = ratios.map((one) => one.toFixed(2)).join(' ');
  const share = percent(middle(({ others }) => others));
  return [title, server, ...figures, share, ratio.toFixed(2), rounds, goal === undefined ? '' : `≥ ${goal.toFixed(2)}`];
}

const percent = (share) => (Number.isNaN(share) ? '–' : `${Math.round(share * 100)} %`);
