import { parseArgs } from 'node:util';
import { chosen } from '../stage/arguments.mjs';

const PARTS = ['data', 'sockets', 'changes'];

const USAGE = `npm run bench:growth -- [options]
  --only data,changes    just these parts (${PARTS.join(', ')})
  --scale 1,10           how many times 200,000 tasks, one after the other
  --sockets 50,10000     how many idle sockets, in ascending order
  --rates 10,500         how many changes a second
  --seconds N            how long a turn lasts (5)
  --quick                a tenth of the data, a tenth of the sockets, turns of 1 s: shows that it works`;

const FULL = { scale: '1,10', sockets: '50,500,2000,5000,10000', rates: '10,50,100,200,500', seconds: '5' };
const QUICK = { scale: '0.02,0.2', sockets: '50,200,1000', rates: '10,50', seconds: '1' };

/** What the command line asks for; says how it is used, and ends, where that can't be read. */
export function readOptions() {
  try {
    const { values } = parseArgs({ options: DECLARED });
    const standard = values.quick ? QUICK : FULL;
    const numbers = (name) => (values[name] ?? standard[name]).split(',').map(number);
    return {
      quick: values.quick ?? false,
      only: chosen(values.only ?? PARTS.join(), PARTS, 'part'),
      scales: numbers('scale'),
      sockets: numbers('sockets'),
      rates: numbers('rates'),
      seconds: numbers('seconds')[0],
      warmUp: values.quick ? 2_000 : 20_000,
      connections: 32,
      rounds: values.quick ? 1 : 3,
      followers: values.quick ? { followers: 100, projects: 10 } : { followers: 1_000, projects: 50 },
    };
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(64);
  }
}

const DECLARED = {
  only: { type: 'string' },
  scale: { type: 'string' },
  sockets: { type: 'string' },
  rates: { type: 'string' },
  seconds: { type: 'string' },
  quick: { type: 'boolean' },
};

function number(text) {
  if (!(Number(text) > 0 && Number(text) <= 100_000)) throw new Error(`${text} is no such number.`);
  return Number(text);
}
