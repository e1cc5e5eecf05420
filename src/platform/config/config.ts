import { randomBytes, type KeyObject } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { generateRsaPrivateKey, rsaPrivateKey, secretKey } from './keys.js';
import { keptFile } from './sources/kept-file.js';
import { type OtlpSettings, otlpOf } from './otlp.js';
import { defaultDataDir } from './paths.js';
import { type OidcProvider, readProviders, strayProviderVariables } from './oidc.js';
import { ConfigProblems, type ConfigProblem } from './problems.js';
import { similarNames } from './similar-names.js';
import { problem, readValues, type Environment } from './values.js';
import type { Values } from './variables.js';

/** The variables as the program uses them: keys resolved, the database known. */
export interface Settings extends Omit<
  Values,
  'databaseUrl' | 'databaseDirectUrl' | 'jwtPrivateKeyFile' | 'filesDir' | 'oidcProviders'
> {
  /** In the order of OIDC_PROVIDERS. */
  oidcProviders: readonly OidcProvider[];
  /** null until the embedded server runs. */
  database: { url: string; directUrl: string; isEmbedded: boolean } | null;
  jwtPrivateKey: KeyObject;
  secretKey: Buffer;
  /** The directory of the embedded database and generated secrets. */
  dataDir: string;
  /** Where uploads arrive, and where files are kept without S3. */
  filesDir: string;
  /** Warnings for the operator; they do not prevent the start. */
  warnings: string[];
}

export interface S3Settings {
  url: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

const Fields = class {
  constructor(settings: Settings) {
    Object.assign(this, settings);
  }
} as new (settings: Settings) => Readonly<Settings>;

/** The whole configuration, read and checked once: one typed field for each variable. Inject this class. */
export class Config extends Fields {
  get isProduction(): boolean {
    return this.nodeEnv === 'production';
  }

  /** Without DATABASE_URL, the program brings its own server. */
  get isEmbedded(): boolean {
    return this.database === null || this.database.isEmbedded;
  }

  get databaseUrl(): string {
    return this.known.url;
  }

  /** For LISTEN and migrations: never a transaction pooler. */
  get databaseDirectUrl(): string {
    return this.known.directUrl;
  }

  /** Two addresses of one database: the first is that of a transaction pooler. */
  get isPooled(): boolean {
    return this.databaseUrl !== this.databaseDirectUrl;
  }

  /** Where files are kept instead of in `filesDir`; null where they are kept there. */
  get s3(): S3Settings | null {
    return s3Of(this);
  }

  /** Null where nothing is traced. */
  get otlp(): OtlpSettings | null {
    return otlpOf(this);
  }

  /** The same with the embedded server, which is known only once it runs. */
  withDatabase(url: string): Config {
    return new Config({ ...(this as Settings), database: { url, directUrl: url, isEmbedded: true } });
  }

  /**
   * The first administrator of an empty database.
   *
   * @throws ConfigProblems in production where ADMIN_EMAIL or ADMIN_PASSWORD is not set
   */
  firstAdministrator(): { email: string; password: string; isGenerated: boolean } {
    if (this.isProduction) {
      const missing = (['adminEmail', 'adminPassword'] as const).filter((field) => this[field] === null);
      if (missing.length > 0) throw new ConfigProblems(missing.map((field) => problem(field, NOT_SET, FIRST_START)));
    }
    return {
      email: this.adminEmail ?? 'admin@fasttrack.local',
      password: this.adminPassword ?? randomBytes(15).toString('base64url'),
      isGenerated: this.adminPassword === null,
    };
  }

  private get known(): { url: string; directUrl: string } {
    if (!this.database) throw new Error('The embedded database has not been started yet.');
    return this.database;
  }
}

const NOT_SET = '(not set)';
const FIRST_START = 'a value, in production, for the first start on an empty database';

/**
 * Reads and checks everything at once. In development, keys that are not set are made once and kept in `dataDir`;
 * nothing is written before every check has passed.
 *
 * @throws ConfigProblems with all of them
 */
export function readConfig(env: Environment, { dataDir = defaultDataDir() }: { dataDir?: string } = {}): Config {
  const { values, providers, problems, warnings } = examineConfig(env);
  if (problems.length > 0) throw new ConfigProblems(problems);
  const { databaseUrl, databaseDirectUrl, jwtPrivateKeyFile, ...rest } = values;
  return new Config({
    ...rest,
    database: databaseUrl ? { url: databaseUrl, directUrl: databaseDirectUrl ?? databaseUrl, isEmbedded: false } : null,
    jwtPrivateKey: values.jwtPrivateKey ?? jwtPrivateKeyFile ?? keptSigningKey(dataDir),
    secretKey: values.secretKey ?? keptSecretKey(dataDir),
    oidcProviders: providers,
    dataDir,
    filesDir: resolve(values.filesDir ?? join(dataDir, 'files')),
    warnings,
  });
}

/** What `readConfig` finds. Values with a problem are those that they have by default. */
export interface ConfigFindings {
  readonly values: Values;
  readonly providers: OidcProvider[];
  readonly problems: ConfigProblem[];
  readonly warnings: string[];
}

/** The same without a word, and nothing is made. */
export function examineConfig(env: Environment): ConfigFindings {
  const { values, problems } = readValues(env);
  const isProduction = values.nodeEnv === 'production';
  const { providers, problems: unsuitable } = readProviders(env, values.oidcProviders, { isProduction });
  const reported = new Set(problems.map(({ variable }) => variable));
  return {
    values,
    providers,
    problems: [...problems, ...unsuitable, ...conflicts(values, reported)],
    warnings: [...similarNames(env), ...strayProviderVariables(env, values.oidcProviders), ...doubts(values)],
  };
}

type S3Values = Pick<Values, 's3Url' | 's3Bucket' | 's3AccessKeyId' | 's3SecretAccessKey' | 's3Region'>;

export function s3Of(values: S3Values): S3Settings | null {
  const { s3Url: url, s3Bucket: bucket, s3AccessKeyId: accessKeyId, s3SecretAccessKey: secretAccessKey } = values;
  if (url === null || bucket === null || accessKeyId === null || secretAccessKey === null) return null;
  return { url, bucket, accessKeyId, secretAccessKey, region: values.s3Region };
}

/** @param reported variables that already have a problem; they are not also reported as missing */
function conflicts(values: Values, reported: ReadonlySet<string>): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  if (values.jwtPrivateKey && values.jwtPrivateKeyFile)
    found.push(problem('jwtPrivateKeyFile', 'JWT_PRIVATE_KEY is set as well', 'only one of the two'));
  if (values.databaseDirectUrl && !values.databaseUrl && !reported.has('DATABASE_URL'))
    found.push(problem('databaseUrl', NOT_SET, 'a value wherever DATABASE_DIRECT_URL has one'));
  found.push(...halfStores(values));
  if (values.nodeEnv === 'production') found.push(...productionConflicts(values, reported));
  return found.filter(({ variable }) => !reported.has(variable));
}

const S3 = ['s3Url', 's3Bucket', 's3AccessKeyId', 's3SecretAccessKey'] as const;

/** Files must not go to the disk because one of the four is missing. */
function halfStores(values: Values): ConfigProblem[] {
  const set = S3.find((field) => values[field] !== null);
  const missing = set ? S3.filter((field) => values[field] === null) : [];
  return missing.map((field) => problem(field, NOT_SET, `a value wherever ${problem(set!, '').variable} has one`));
}

function productionConflicts(values: Values, reported: ReadonlySet<string>): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const needs = (field: keyof Values) =>
    found.push(problem(field, NOT_SET, `${problem(field, '').expects}, in production`));
  if (!values.databaseUrl) needs('databaseUrl');
  if (!values.jwtPrivateKey && !values.jwtPrivateKeyFile && !reported.has('JWT_PRIVATE_KEY_FILE'))
    needs('jwtPrivateKey');
  if (!values.secretKey) needs('secretKey');
  if (values.corsOrigins.includes('*')) found.push(problem('corsOrigins', '"*"', 'exact origins, in production'));
  return found;
}

function doubts({ nodeEnv, smtpUrl, appUrl }: Values): string[] {
  if (nodeEnv !== 'production') return [];
  const found: string[] = [];
  if (!smtpUrl) found.push('SMTP_URL is not set: no mail is sent, so nobody can reset a password.');
  if (new URL(appUrl).hostname === 'localhost')
    found.push(`Neither PUBLIC_URL nor APP_URL leads anywhere: links in mails begin with ${appUrl}.`);
  return found;
}

function keptSigningKey(dataDir: string): KeyObject {
  const path = join(dataDir, 'jwt-private-key.pem');
  const pem = kept('jwtPrivateKey', path, generateRsaPrivateKey);
  return usable('jwtPrivateKey', path, () => rsaPrivateKey.parse(pem));
}

function keptSecretKey(dataDir: string): Buffer {
  const path = join(dataDir, 'secret-key');
  const text = kept('secretKey', path, () => randomBytes(32).toString('base64url'));
  return usable('secretKey', path, () => secretKey.parse(text));
}

function kept(field: keyof Values, path: string, make: () => string): string {
  try {
    return keptFile(path, make);
  } catch (error) {
    const { code = 'cannot be written' } = error as NodeJS.ErrnoException;
    const { variable, example } = problem(field, NOT_SET);
    const expects = `a folder that this user may write to, for generated keys, or ${variable} set`;
    throw new ConfigProblems([{ variable: dirname(path), got: code, expects, example: `${variable}=${example}` }]);
  }
}

/** A damaged generated file is not replaced: data encrypted with its key would be lost silently. */
function usable<T>(field: keyof Values, path: string, read: () => T | undefined): T {
  try {
    const value = read();
    if (value !== undefined) return value;
  } catch {
    // Said below, with the path.
  }
  throw new ConfigProblems([problem(field, `${path} is damaged`, 'the file as it was made; without it, a new one is')]);
}
