import { figure, median } from '../report/figures.mjs';
import { table } from '../report/table.mjs';
import { say } from '../stage/stage.mjs';

const HEAD = ['promise', 'version', 'median', 'by round', 'to that of this, by round'];

/** A table of what each version promises of itself, measured in turns; every second round goes the other way round. */
export async function promisesOf(versions, promised, rounds) {
  const figures = new Map();
  for (const promise of promised)
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round}: ${promise}`);
      for (const version of round % 2 === 1 ? versions : versions.toReversed()) await keep(version, promise, figures);
    }
  return table(
    HEAD,
    [...figures].flatMap(([words, values]) => versions.map(({ name }) => cellsOf(words, name, values, versions[0]))),
  );
}

async function keep(version, promise, figures) {
  for (const { words, value } of await version.keep(promise)) {
    const values = figures.get(words) ?? new Map();
    figures.set(words, values.set(version.name, [...(values.get(version.name) ?? []), value]));
  }
}

/** An older version may not know a figure. */
function cellsOf(words, name, values, first) {
  const [own = [], compared = []] = [values.get(name), values.get(first.name)];
  const ratios = name === first.name ? [] : own.map((value, round) => value / compared[round]);
  const shown = (list) => list.map(figure).join(' ');
  return [
    words,
    name,
    figure(median(own)),
    shown(own),
    ratios.length > 0 ? `${figure(median(ratios))} (${shown(ratios)})` : '',
  ];
}
