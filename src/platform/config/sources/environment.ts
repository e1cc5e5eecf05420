import { join } from 'node:path';
import { readEnvFile } from './env-file.js';
import { packageRoot } from '../paths.js';
import { ConfigProblems } from '../problems.js';
import { readSecretFiles } from './secret-files.js';
import { readValues, type Environment } from '../values.js';

/**
 * The variables of the process over those of the `.env` file beside package.json; secrets may stand in files of their own.
 *
 * @throws ConfigProblems where the file can't be taken as it is, together with what is wrong with other variables
 */
export function readEnvironment(file = join(packageRoot(), '.env')): Environment {
  const { variables, problems: inFile } = readEnvFile(file);
  const { variables: env, problems: ofSecrets } = readSecretFiles({ ...variables, ...process.env });
  const problems = [...inFile, ...ofSecrets];
  if (problems.length === 0) return env;
  const named = new Set(problems.map(({ variable }) => variable));
  throw new ConfigProblems([...problems, ...readValues(env).problems.filter(({ variable }) => !named.has(variable))]);
}
