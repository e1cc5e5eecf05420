import { parseArgs } from 'node:util';
import { NAMED_WORKS, PROMISES } from '../load/named-works.mjs';
import { chosen, whole } from '../stage/arguments.mjs';

const WORKS = [...Object.keys(NAMED_WORKS), ...PROMISES];

const USAGE = `npm run bench:against -- VERSION … [options]
  VERSION        a commit, or a folder in which another version is installed
  --only W1,W6   these works (W1 to W5) and promises (${PROMISES.join(', ')}, a minute each), in place of W1 to W5
  --rounds N     rounds, in each of which every version has its turn (20)
  --seconds N    how long a turn of one server lasts (2)
  --warm-up N    requests of each work that each server answers before anything is measured (8000)
  --scale N      of the data: 1 is 200,000 tasks (0.1)`;

/** What the command line asks for; says how it is used, and ends, where that can't be read. */
export function readOptions() {
  try {
    const { values, positionals } = parseArgs({ options: DECLARED, allowPositionals: true });
    if (positionals.length === 0) throw new Error('Against which version?');
    const only = chosen(values.only.toUpperCase(), WORKS, 'work');
    const [rounds, seconds, warmUp] = [values.rounds, values.seconds, values['warm-up']].map(whole);
    if (!(Number(values.scale) > 0)) throw new Error(`${values.scale} is no scale.`);
    return { versions: positionals, only, rounds, seconds, warmUp, scale: Number(values.scale) };
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(64);
  }
}

const DECLARED = {
  only: { type: 'string', default: Object.keys(NAMED_WORKS).join() },
  rounds: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '2' },
  'warm-up': { type: 'string', default: '8000' },
  scale: { type: 'string', default: '0.1' },
};
