import type { Environment } from './values.js';
import { VARIABLES } from './variables.js';

const NAMES = Object.values(VARIABLES).map(({ name }) => name);
/** Shorter names are similar to too many others, as HOST is to POST. */
const SHORTEST = 6;

/** Variables that look like a misspelling of a known one. Without a warning, they would be ignored silently. */
export function similarNames(env: Environment): string[] {
  const known = new Set(NAMES);
  return Object.keys(env)
    .filter((name) => !known.has(name) && name.length >= SHORTEST && name.length <= 40)
    .flatMap((name) => {
      const meant = NAMES.find((ours) => isSlip(name.toUpperCase(), ours));
      return meant ? [`${name} is not a variable of fasttrack and is ignored. Is ${meant} meant?`] : [];
    });
}

function isSlip(name: string, ours: string): boolean {
  const allowed = ours.length >= 10 ? 2 : 1;
  return (
    ours.length >= SHORTEST - 1 && Math.abs(name.length - ours.length) <= allowed && distance(name, ours) <= allowed
  );
}

/** Edits of one character, and swaps of two neighbours, that turn one word into the other. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cheapest(a, b, i, j, row, rows));
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

function cheapest(a: string, b: string, i: number, j: number, row: number[], rows: number[][]): number {
  const at = (from: number[] | undefined, index: number) => from?.[index] ?? Infinity;
  const same = a[i - 1] === b[j - 1] ? 0 : 1;
  const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(rows[i - 2], j - 2) + 1 : Infinity;
  return Math.min(at(rows[i - 1], j) + 1, at(row, j - 1) + 1, at(rows[i - 1], j - 1) + same, swap);
}
