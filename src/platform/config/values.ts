import { Refused } from './kinds.js';
import type { ConfigProblem } from './problems.js';
import { VARIABLES, type Surroundings, type Values, type Variable } from './variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads every variable of the table; an empty one counts as not set, as compose files leave them. */
export function readValues(env: Environment): { values: Values; problems: ConfigProblem[] } {
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const [field, variable] of Object.entries(VARIABLES) as [string, Variable<unknown>][]) {
    const raw = env[variable.name];
    try {
      values[field] = raw ? accepted(variable, raw) : defaultOf(variable, values);
    } catch (error) {
      problems.push(problemWith(variable, raw ?? '', error));
      values[field] = defaultOf(variable, values);
    }
  }
  return { values: values as Values, problems };
}

/** A problem that lies in the rules between variables, not in the text of one. */
export function problem(field: keyof Values, got: string, expects?: string): ConfigProblem {
  const { name, kind, example } = VARIABLES[field];
  return { variable: name, got, expects: expects ?? kind.expects, example };
}

function accepted(variable: Variable<unknown>, raw: string): unknown {
  const value = variable.kind.parse(raw);
  if (value === undefined) throw new Refused(shown(variable, raw));
  return value;
}

function defaultOf(variable: Variable<unknown>, soFar: Partial<Values>): unknown {
  if (typeof variable.default !== 'function') return variable.default;
  return (variable.default as (around: Surroundings) => unknown)({
    isProduction: soFar.nodeEnv === 'production',
    port: soFar.port ?? 3000,
    publicUrl: soFar.publicUrl ?? 'http://localhost',
  });
}

function problemWith({ name, kind, example }: Variable<unknown>, raw: string, error: unknown): ConfigProblem {
  if (!(error instanceof Refused)) throw error;
  return { variable: name, got: error.message, expects: kind.expects, example };
}

const SHOWN_CHARACTERS = 60;

/** Finds secrets in values that are not secrets themselves: credentials in an address, a query with a key. */
const MAY_HOLD_CREDENTIALS = /:\/\/.*[@?#]/s;

/** A secret shows its length, and of a URL the scheme, which is what is most often wrong. */
function shown({ secret }: Variable<unknown>, raw: string): string {
  if (secret || MAY_HOLD_CREDENTIALS.test(raw))
    return `${/^[a-z][a-z0-9+.-]{1,11}:\/\//i.exec(raw)?.[0] ?? ''}(hidden, ${raw.length} characters)`;
  const printable = JSON.stringify(raw);
  return printable.length > SHOWN_CHARACTERS ? `${printable.slice(0, SHOWN_CHARACTERS)}…` : printable;
}
