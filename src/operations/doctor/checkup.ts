import type { ConfigProblem } from '../../platform/config/problems.js';
import type { Environment } from '../../platform/config/values.js';
import type { Values } from '../../platform/config/variables.js';
import type { Place } from '../place.js';

/** What every check can look at. Values with a problem are those that they have by default. */
export interface Checkup {
  env: Environment;
  values: Values;
  problems: readonly ConfigProblem[];
  warnings: readonly string[];
  place: Place;
  isProduction: boolean;
}
