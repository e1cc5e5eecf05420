import { parseArgs } from 'node:util';
import { chosen, whole } from './arguments.mjs';

export const WORKS = ['W1', 'W1T', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7', 'W8', 'W9'];

const USAGE = `npm run bench -- [options]
  --only W1,W3     just these works (${WORKS.join(', ')})
                   W1T is W1 with API tokens, beside W1 with sessions
  --rounds N       rounds, in each of which every server has its turn at every work (5)
  --seconds N      how long a turn lasts (5)
  --warm-up N      requests of each work that each server answers before anything is measured (20000)
  --connections N  kept open by the load generator (32)
  --quick          a tenth of the data, 3 rounds of 1 s, a warm-up of 2000: shows that it works, not how fast
  --limit          beside the two, the floor with each write as a single statement: what the machine could do at most`;

/** What the command line asks for; says how it is used, and ends, where that can't be read. */
export function readOptions() {
  try {
    const { values } = parseArgs({ options: DECLARED });
    const quick = values.quick ?? false;
    return {
      quick,
      limit: values.limit ?? false,
      only: chosen((values.only ?? WORKS.join()).toUpperCase(), WORKS, 'work'),
      rounds: whole(values.rounds ?? (quick ? 3 : 5)),
      seconds: whole(values.seconds ?? (quick ? 1 : 5)),
      warmUp: whole(values['warm-up'] ?? (quick ? 2_000 : 20_000)),
      connections: whole(values.connections ?? 32),
      scale: quick ? 0.1 : 1,
    };
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(64);
  }
}

const DECLARED = {
  only: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  'warm-up': { type: 'string' },
  connections: { type: 'string' },
  quick: { type: 'boolean' },
  limit: { type: 'boolean' },
};
