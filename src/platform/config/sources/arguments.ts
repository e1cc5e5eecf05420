import { ConfigProblems, type ConfigProblem } from '../problems.js';
import { VARIABLES } from '../variables.js';

const DEMO = '--demo';

/**
 * The options of the command line. The only one is `--demo`; everything else is an environment variable.
 *
 * @throws ConfigProblems which name the variable to set instead, and never show its value
 * @spec SPEC-012.34
 */
export function readArguments(given: readonly string[]): { isDemo: boolean } {
  const unknown = given.filter((argument) => argument !== DEMO);
  const names = unknown.filter((argument) => argument.startsWith('-'));
  if (unknown.length > 0) throw new ConfigProblems((names.length > 0 ? names : unknown).map(refusal));
  return { isDemo: given.includes(DEMO) };
}

function refusal(argument: string): ConfigProblem {
  const flag = /^--?[a-z][\w-]*/i.exec(argument)?.[0];
  const name = flag?.replace(/^-+/, '').replaceAll('-', '_').toUpperCase();
  const meant = Object.values(VARIABLES).find((variable) => variable.name === name);
  if (!meant) return { variable: '(none)', got: flag ?? 'an argument', expects: ONLY_DEMO, example: 'npm run demo' };
  return {
    variable: meant.name,
    got: `the argument ${flag}`,
    expects: 'an environment variable, or a line in .env',
    example: `${meant.name}=${meant.example}`,
  };
}

const ONLY_DEMO = 'no argument but --demo; settings are environment variables (.env.example)';
