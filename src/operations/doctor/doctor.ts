import { examineConfig } from '../../platform/config/config.js';
import type { Environment } from '../../platform/config/values.js';
import { VARIABLES, type Variable } from '../../platform/config/variables.js';
import { placeOfValues } from '../place.js';
import type { Checkup } from './checkup.js';
import { checkAddresses, checkConfiguration, checkSecretFiles } from './configuration.js';
import { checkDatabaseOf } from './database.js';
import { checkDisk } from './disk.js';
import { type Finding, problem } from './finding.js';
import { checkKeys } from './keys.js';
import { checkMail, checkRedis, checkStore } from './services.js';

type Check = (checkup: Checkup) => Finding[] | Promise<Finding[]>;

const CHECKS: readonly Check[] = [
  checkConfiguration,
  checkSecretFiles,
  checkKeys,
  checkAddresses,
  checkDatabaseOf,
  checkDisk,
  checkStore,
  checkMail,
  checkRedis,
];

const PATIENCE_MS = 15_000;

/**
 * Looks at everything that keeps an installation from working, and changes nothing.
 *
 * @spec SPEC-042
 */
export async function examine(env: Environment): Promise<Finding[]> {
  const examined = examineConfig(env);
  const { values } = examined;
  const place = placeOfValues(values);
  const checkup = { env, ...examined, place, isProduction: values.nodeEnv === 'production' };
  const found = await Promise.all(CHECKS.map((check) => inTime(check, checkup)));
  const hide = maskOf(env);
  return found.flat().map((finding) => ({
    ...finding,
    says: hide(finding.says),
    ...(finding.advice && { advice: hide(finding.advice) }),
  }));
}

/** One check that fails or hangs does not keep the others from being read. */
async function inTime(check: Check, checkup: Checkup): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
  });
  try {
    return await Promise.race([check(checkup), late]);
  } catch (error) {
    const advice = 'Nothing more is known of it. Look into the log of the program.';
    return [problem(check.name, (error as Error).message, advice)];
  } finally {
    clearTimeout(timer);
  }
}

const SHORTEST_SECRET = 4;

/** Takes every secret out of a text, and every name and password of an address. */
function maskOf(env: Environment): (text: string) => string {
  const names = Object.values(VARIABLES as Record<string, Variable<unknown>>).filter(({ secret }) => secret);
  const values = names
    .flatMap(({ name }) => secretsIn(env[name] ?? ''))
    .filter((value) => value.length >= SHORTEST_SECRET);
  return (text) => values.reduce((shown, value) => shown.replaceAll(value, '(hidden)'), text);
}

function secretsIn(value: string): string[] {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*?:([^/?#]*)@/i.exec(value)?.[1];
  if (password === undefined) return [value, ...value.split(',')];
  return [value, password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const SIGNS = { ok: '✓', warning: '!', problem: '✗' };

export function linesOf(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ level, about, says, advice }) => [
    `${SIGNS[level]} ${about}: ${says}`,
    ...(advice ? [`    → ${advice}`] : []),
  ]);
}
