import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from './config.js';
import { generateRsaPrivateKey } from './keys.js';
import { ConfigProblems, type ConfigProblem } from './problems.js';

const pem = generateRsaPrivateKey();
const keys = { JWT_PRIVATE_KEY: pem, SECRET_KEY: 'k'.repeat(32) };
const DATABASE_URL = 'postgres://ann:hunter22@db.example.com/fasttrack';
const production = { ...keys, NODE_ENV: 'production', DATABASE_URL };

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'fasttrack-config-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function read(env: Record<string, string>): Config {
  return readConfig({ ...keys, ...env }, { dataDir: folder });
}

function problemsOf(env: Record<string, string>): readonly ConfigProblem[] {
  try {
    readConfig(env, { dataDir: folder });
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems;
    throw error;
  }
  return [];
}

function refused(name: string, value: string): ConfigProblem | undefined {
  return problemsOf({ ...keys, [name]: value }).find(({ variable }) => variable === name);
}

describe('defaults', () => {
  it('are those of the contract in development', () => {
    expect(read({})).toMatchObject({
      nodeEnv: 'development',
      host: '127.0.0.1',
      port: 3000,
      databasePoolMax: 10,
      databasePreparedStatements: true,
      redisUrl: null,
      accessTokenExpireMinutes: 15,
      refreshTokenExpireDays: 7,
      refreshReuseGraceSeconds: 10,
      passwordHasher: 'bcrypt',
      bcryptCost: 12,
      hibpEnabled: false,
      corsOrigins: [],
      trustProxy: 0,
      rateLimitRequests: 300,
      rateLimitWindowSeconds: 60,
      loginFailuresPerMinute: 5,
      internalApiKeys: [],
      smtpUrl: null,
      publicUrl: 'http://localhost:3000',
      appUrl: 'http://localhost:3000/app',
      docsEnabled: true,
      notificationRetentionDays: 90,
      trashRetentionDays: 30,
      eventRetentionDays: 730,
      filesDir: join(folder, 'files'),
      fileMaxMb: 25,
      importMaxMb: 100,
      s3: null,
      logLevel: 'info',
      shutdownGraceSeconds: 10,
      warnings: [],
    });
  });

  it('follow production', () => {
    expect(read(production)).toMatchObject({ host: '0.0.0.0', hibpEnabled: true, docsEnabled: false });
  });

  it('follow other variables', () => {
    const config = read({ PORT: '4000' });
    expect(config).toMatchObject({ publicUrl: 'http://localhost:4000', mailFrom: 'fasttrack <no-reply@localhost>' });
    expect(read({ PUBLIC_URL: 'https://ft.example.com/api/', APP_URL: 'https://ft.example.com/app/' })).toMatchObject({
      appUrl: 'https://ft.example.com/app',
    });
    expect(read({ PUBLIC_URL: 'https://ft.example.com/app/' })).toMatchObject({
      publicUrl: 'https://ft.example.com/app',
      appUrl: 'https://ft.example.com/app/app',
      mailFrom: 'fasttrack <no-reply@ft.example.com>',
    });
  });

  it('stand in for empty variables', () => {
    expect(read({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, isEmbedded: true });
  });
});

describe('the database', () => {
  it('is the embedded one until it is told its address', () => {
    const config = read({});
    expect(config.isEmbedded).toBe(true);
    expect(() => config.databaseUrl).toThrow('has not been started');
    const started = config.withDatabase('postgres://127.0.0.1:5000/x');
    expect(started.databaseDirectUrl).toBe('postgres://127.0.0.1:5000/x');
    expect(started).toMatchObject({ isEmbedded: true, port: 3000 });
  });

  it('is reached directly by a second address', () => {
    expect(read({ DATABASE_URL })).toMatchObject({ databaseDirectUrl: DATABASE_URL, isEmbedded: false });
    const direct = 'postgresql://db.example.com:5433/fasttrack';
    expect(read({ DATABASE_URL, DATABASE_DIRECT_URL: direct }).databaseDirectUrl).toBe(direct);
    expect(problemsOf({ ...keys, DATABASE_DIRECT_URL: direct })).toMatchObject([{ variable: 'DATABASE_URL' }]);
  });
});

describe('signing keys', () => {
  it('may be on one line', () => {
    expect(read({ JWT_PRIVATE_KEY: pem.replaceAll('\n', '\\n') }).jwtPrivateKey.type).toBe('private');
  });

  it('may be in a file, and old ones in a bundle', () => {
    const path = join(folder, 'key.pem');
    const bundle = join(folder, 'old.pem');
    const publicPem = createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();
    writeFileSync(path, pem);
    writeFileSync(bundle, publicPem + publicPem);
    const config = readConfig(
      { SECRET_KEY: keys.SECRET_KEY, JWT_PRIVATE_KEY_FILE: path, JWT_PREVIOUS_PUBLIC_KEYS_FILE: bundle },
      { dataDir: folder },
    );
    expect(config.jwtPrivateKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    expect(config.jwtPreviousPublicKeys.map(({ type }) => type)).toEqual(['public', 'public']);
  });

  it('are refused when weak, of another kind, or given twice', () => {
    const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
    const weak = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pkcs8).toString();
    const curve = generateKeyPairSync('ed25519').privateKey.export(pkcs8).toString();
    const path = join(folder, 'key.pem');
    writeFileSync(path, pem);
    expect(refused('JWT_PRIVATE_KEY', weak)?.got).toBe('an RSA key of 2048 bits');
    expect(refused('JWT_PRIVATE_KEY', curve)?.got).toBe('a key of type ed25519');
    expect(refused('JWT_PRIVATE_KEY_FILE', path)?.got).toBe('JWT_PRIVATE_KEY is set as well');
    expect(refused('JWT_PREVIOUS_PUBLIC_KEYS_FILE', path)?.got).toContain('a private key');
  });
});

describe('production', () => {
  it('needs a database and both keys, and says so in one go', () => {
    const problems = problemsOf({ NODE_ENV: 'production', CORS_ORIGINS: '*', PORT: 'x' });
    expect(problems.map(({ variable }) => variable)).toEqual([
      'PORT',
      'DATABASE_URL',
      'JWT_PRIVATE_KEY',
      'SECRET_KEY',
      'CORS_ORIGINS',
    ]);
  });

  it('does not call a key missing that is there but wrong', () => {
    const problems = problemsOf({ ...production, JWT_PRIVATE_KEY: '', JWT_PRIVATE_KEY_FILE: '/nowhere/key.pem' });
    expect(problems.map(({ variable, got }) => [variable, got])).toEqual([
      ['JWT_PRIVATE_KEY_FILE', '/nowhere/key.pem: ENOENT'],
    ]);
  });

  it('needs the first administrator, once the database turns out to be empty', () => {
    const config = read(production);
    expect(() => config.firstAdministrator()).toThrow('ADMIN_EMAIL, ADMIN_PASSWORD');
    const named = read({ ...production, ADMIN_EMAIL: 'a@b.example', ADMIN_PASSWORD: 'long enough' });
    expect(named.firstAdministrator()).toEqual({ email: 'a@b.example', password: 'long enough', isGenerated: false });
  });

  it('warns where links or mails lead nowhere', () => {
    expect(read(production).warnings.join(' ')).toMatch(/SMTP_URL.*PUBLIC_URL/);
  });
});

describe('the first administrator in development', () => {
  it('has a generated password of its own', () => {
    const first = read({}).firstAdministrator();
    expect(first).toMatchObject({ email: 'admin@fasttrack.local', isGenerated: true });
    expect(first.password).toMatch(/^[\w-]{20}$/);
    expect(read({}).firstAdministrator().password).not.toBe(first.password);
  });
});

describe('generated secrets', () => {
  it('are made once, for their owner only, and not before everything else was right', () => {
    const dataDir = join(folder, 'made');
    expect(() => readConfig({ PORT: 'x' }, { dataDir })).toThrow(ConfigProblems);
    const first = readConfig({}, { dataDir });
    const second = readConfig({}, { dataDir });
    expect(second.secretKey).toEqual(first.secretKey);
    expect(second.jwtPrivateKey.equals(first.jwtPrivateKey)).toBe(true);
    expect(readdirSync(dataDir).sort()).toEqual(['jwt-private-key.pem', 'secret-key']);
    for (const file of readdirSync(dataDir)) expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
  });

  it('are asked for where they cannot be kept', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const dataDir = join(file, 'below');
    expect(() => readConfig({}, { dataDir })).toThrow(`The configuration has problems: ${dataDir}.`);
  });

  it('are not replaced when they were damaged', () => {
    const dataDir = join(folder, 'made');
    writeFileSync(join(dataDir, 'secret-key'), 'cut');
    expect(() => readConfig({}, { dataDir })).toThrow(ConfigProblems);
  });
});

describe('the table of problems', () => {
  it('never shows a secret', () => {
    const secrets = {
      DATABASE_URL: 'mysql://ann:hunter22@db/x',
      SMTP_URL: 'ann:hunter22@mail',
      SECRET_KEY: 'hunter22',
      ADMIN_PASSWORD: 'hunter2',
      INTERNAL_API_KEYS: 'hunter22,',
      JWT_PRIVATE_KEY: '-----BEGIN hunter22',
    };
    const error = (() => {
      try {
        return readConfig(secrets, { dataDir: folder });
      } catch (thrown) {
        return thrown as ConfigProblems;
      }
    })() as ConfigProblems;
    expect(error.problems).toHaveLength(6);
    expect(`${error.table()} ${error.message}`).not.toContain('hunter2');
    expect(error.problems[0]?.got).toBe('mysql://(hidden, 25 characters)');
  });

  it('has a row for each problem, in columns, within the width of a screen', () => {
    const error = new ConfigProblems(
      problemsOf({ NODE_ENV: 'production', TRUST_PROXY: 'x'.repeat(500), PORT: '\u0007' }),
    );
    const lines = error.table().split('\n');
    expect(lines[0]).toMatch(/^variable +got +expects +example$/);
    expect(lines.filter((line) => /^[A-Z_]+ /.test(line))).toHaveLength(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(error.table()).not.toContain('\u0007');
  });
});
