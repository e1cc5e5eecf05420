import { readFileSync } from 'node:fs';
import type { ConfigProblem } from '../problems.js';
import type { Environment } from '../values.js';
import { VARIABLES, type Variable } from '../variables.js';

const SUFFIX = '_FILE';
const CLIENT_SECRET = /^OIDC_[A-Z0-9_]{1,60}_CLIENT_SECRET$/;

/** Those of the table that have a variable of their own for a file, which reads it in its own way. */
const OWN = new Set(Object.values(VARIABLES as Record<string, Variable<unknown>>).map(({ name }) => name));
const SECRETS = new Set(
  Object.values(VARIABLES as Record<string, Variable<unknown>>)
    .filter(({ name, secret }) => secret && !OWN.has(name + SUFFIX))
    .map(({ name }) => name),
);

/**
 * Every secret may stand in a file instead, as orchestrators hand them out: SECRET_KEY_FILE names the file that holds
 * SECRET_KEY. A line break at its end is none of the secret's.
 *
 * @spec SPEC-012.67
 */
export function readSecretFiles(env: Environment): { variables: Environment; problems: ConfigProblem[] } {
  const variables: Record<string, string | undefined> = { ...env };
  const problems: ConfigProblem[] = [];
  for (const [variable, path] of Object.entries(env).filter(([name]) => isOfSecret(name))) {
    delete variables[variable];
    if (!path) continue;
    const name = variable.slice(0, -SUFFIX.length);
    const text = env[name] ? new Error(`${name} is set as well`) : contentOf(path);
    if (typeof text === 'string') variables[name] = text;
    else problems.push({ variable, got: text.message, ...WANTED, example: `/run/secrets/${name.toLowerCase()}` });
  }
  return { variables, problems };
}

const WANTED = { expects: 'a readable file that is not empty, and the variable itself not set' };

function isOfSecret(variable: string): boolean {
  if (!variable.endsWith(SUFFIX)) return false;
  const name = variable.slice(0, -SUFFIX.length);
  return SECRETS.has(name) || CLIENT_SECRET.test(name);
}

/** If the secret itself was given in place of its file, it must not be shown. */
function contentOf(path: string): string | Error {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '') || new Error('an empty file');
  } catch (error) {
    const { code = 'cannot be read' } = error as NodeJS.ErrnoException;
    return new Error(`${code} (the path is hidden, ${path.length} characters)`);
  }
}
