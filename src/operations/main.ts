import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../platform/config/sources/environment.js';
import { ConfigProblems } from '../platform/config/problems.js';
import type { Environment } from '../platform/config/values.js';
import { isAdvice } from '../platform/lifecycle/startup-error.js';
import { backUp } from './commands/backup.js';
import { migrateAlone } from './commands/migrate.js';
import { restore } from './commands/restore.js';
import { checkUpgrade } from './commands/upgrade-check.js';
import { examine, linesOf } from './doctor/doctor.js';
import { OperatorError } from './operator-error.js';
import { readPlace } from './place.js';
import { countOf } from './terminal/progress.js';
import { agrees, canAsk } from './terminal/question.js';
import { secretKeyPrint } from './secret-key-print.js';

const USAGE = `npm run backup -- FILE          writes the database and its files into one file
npm run restore -- FILE [--yes] puts it in the place of what is there; --yes asks nothing
npm run migrate                 applies the migrations that are pending
npm run upgrade-check           tries the migrations that are pending on a copy
npm run doctor                  says what is wrong, and what to do`;

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Paths are those of the folder in which npm was called. */
const pathOf = (env: Environment, file: string) => resolve(env.INIT_CWD ?? process.cwd(), file);

function fileIn(env: Environment, positionals: readonly string[]): string {
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new OperatorError(`Name one file.\n\n${USAGE}`);
  return pathOf(env, file);
}

async function run(command: string | undefined, args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: { yes: { type: 'boolean' } }, allowPositionals: true });
  const env = readEnvironment();
  const agreesTo = values.yes ? () => Promise.resolve(true) : canAsk() ? agrees : null;
  switch (command) {
    case 'backup':
      return backUp({ file: fileIn(env, positionals), ...placeAndKey(env), say });
    case 'restore':
      return restore({ file: fileIn(env, positionals), ...placeAndKey(env), agrees: agreesTo, say });
    case 'migrate':
      return migrateAlone({ place: readPlace(env), say });
    case 'upgrade-check':
      return checkUpgrade({ place: readPlace(env), say });
    case 'doctor':
      return doctor(env);
    default:
      throw new OperatorError(USAGE);
  }
}

async function doctor(env: Environment): Promise<void> {
  const findings = await examine(env);
  linesOf(findings).forEach(say);
  const count = (level: string) => findings.filter((finding) => finding.level === level).length;
  say(`\n${countOf(count('problem'), 'problem')}, ${countOf(count('warning'), 'warning')}.`);
  if (count('problem') > 0) process.exitCode = 1;
}

function placeAndKey(env: Environment) {
  const place = readPlace(env);
  return { place, secretKeyPrint: secretKeyPrint(env, place.dataDir) };
}

/** What is wrong and what to do; a stack trace only where nobody has thought of it. */
function wordsFor(failure: Error & { code?: string }): string {
  if (failure instanceof ConfigProblems) return `The configuration has problems.\n\n${failure.table()}`;
  if (failure.code?.startsWith('ERR_PARSE_ARGS')) return `${failure.message}\n\n${USAGE}`;
  const isExplained: boolean = failure instanceof OperatorError || isAdvice(failure);
  return isExplained ? failure.message : (failure.stack ?? failure.message);
}

Logger.overrideLogger(false);
const [, , command, ...args] = process.argv;
try {
  await run(command, args);
} catch (error) {
  process.stderr.write(`\n${wordsFor(error as Error)}\n\n`);
  process.exitCode = 1;
}
