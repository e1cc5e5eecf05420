// `npm run bench:growth`: how the program's figures change with the data, the sockets and the changes, one table for each,
// and which of them bends first. See docs/PERFORMANCE.md.
import { cpus } from 'node:os';
import { figure } from '../report/figures.mjs';
import { table } from '../report/table.mjs';
import { FULL_SIZE, sizeAt } from '../stage/seed.mjs';
import { onStage, say } from '../stage/stage.mjs';
import { CHANGES_HEAD, measureChanges } from './changes.mjs';
import { DATA_HEAD, measureData } from './data.mjs';
import { readOptions } from './options.mjs';
import { measureOnePerson, measureSockets, SOCKETS_HEAD } from './sockets.mjs';

const options = readOptions();
const wants = (part) => options.only.includes(part);
const bends = [];

const doubt = options.quick ? ' (quick: shows that it works, not how fast)' : '';
console.log(`\n${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}${doubt}`);

const [first, ...larger] = options.scales;
const sized = [];
await onStage({ size: sizeOf(first) }, async (stage) => {
  if (wants('data')) sized.push(await measureData(stage, options));
  if (wants('sockets')) {
    show('Idle sockets of a hundred people', SOCKETS_HEAD, await measureSockets(stage, options));
    console.log(await measureOnePerson(stage));
  }
  if (wants('changes')) show('Changes a second', CHANGES_HEAD, await measureChanges(stage, options));
});
for (const scale of wants('data') ? larger : []) {
  if (process.exitCode) break;
  await onStage({ size: sizeOf(scale) }, async (stage) => void sized.push(await measureData(stage, options)));
}
if (sized.length > 0)
  show('Reads and pages', DATA_HEAD, { rows: sized.flatMap(({ rows }) => rows), bends: bendsOf(sized) });
conclude();

/** Comments take the longest to seed, and none of the works reads them: there are never more than at full size. */
function sizeOf(scale) {
  const size = sizeAt(scale);
  return { ...size, comments: Math.min(size.comments, FULL_SIZE.comments) };
}

/** At once: whoever interrupts the rest keeps what is there. */
function show(title, head, { rows, bends: found }) {
  console.log(`\n${title}\n\n${table(head, rows)}\n`);
  bends.push(...found);
}

/** How much more CPU each work takes with the most data than with the least: others on the machine change it least. */
function bendsOf(all) {
  const [least, most] = [all[0], all.at(-1)];
  return all.length < 2
    ? []
    : Object.keys(least.cpu).map((name) => ({
        words: `the CPU of ${name} from ${least.words} to ${most.words}`,
        by: most.cpu[name] / least.cpu[name],
      }));
}

function conclude() {
  const [worst, ...others] = bends.toSorted((a, b) => b.by - a.by);
  if (!worst) return say('there is too little to tell what bends first');
  const words = ({ words: text, by }) => `${text}, ${figure(by)} ×`;
  console.log(`What bends first: ${words(worst)}. Then: ${others.slice(0, 4).map(words).join('; ')}.`);
}
