import { distance } from 'fastest-levenshtein';
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
  const allowed = ours.length >= 9 ? 2 : 1;
  return (
    ours.length >= SHORTEST - 1 && Math.abs(name.length - ours.length) <= allowed && distance(name, ours) <= allowed
  );
}
