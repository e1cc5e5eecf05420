import { ConfigProblems, type ConfigProblem } from './problems.js';
import { readConfig, type Config } from './config.js';
import { generateRsaPrivateKey } from './keys.js';

const keys = { JWT_PRIVATE_KEY: generateRsaPrivateKey(), SECRET_KEY: 'k'.repeat(32) };

function read(env: Record<string, string>): Config {
  return readConfig({ ...keys, ...env }, { dataDir: '/nothing-is-written' });
}

function refused(name: string, value: string): ConfigProblem | undefined {
  try {
    read({ [name]: value });
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems.find(({ variable }) => variable === name);
    throw error;
  }
  return undefined;
}

describe('values', () => {
  it.each([
    ['ACCESS_TOKEN_EXPIRE_MINUTES', '0.05', { accessTokenExpireMinutes: 0.05 }],
    ['REFRESH_REUSE_GRACE_SECONDS', '0', { refreshReuseGraceSeconds: 0 }],
    ['DATABASE_PREPARED_STATEMENTS', 'false', { databasePreparedStatements: false }],
    ['TRUST_PROXY', '2', { trustProxy: 2 }],
    ['TRUST_PROXY', '10.0.0.0/8, 192.168.1.7,fd00::/8', { trustProxy: ['10.0.0.0/8', '192.168.1.7', 'fd00::/8'] }],
    [
      'CORS_ORIGINS',
      'https://a.example, http://localhost:5173',
      { corsOrigins: ['https://a.example', 'http://localhost:5173'] },
    ],
    ['CORS_ORIGINS', '*', { corsOrigins: ['*'] }],
    ['INTERNAL_API_KEYS', 'one,two', { internalApiKeys: ['one', 'two'] }],
    ['MAIL_FROM', 'Team <team@example.com>', { mailFrom: 'Team <team@example.com>' }],
    ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
  ])('%s=%s is taken', (name, value, expected) => {
    expect(read({ [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['NODE_ENV', 'prod'],
    ['PORT', '65536'],
    ['PORT', '3e3'],
    ['PORT', '-1'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_POOL_MAX', '0'],
    ['DATABASE_PREPARED_STATEMENTS', 'constructor'],
    ['REDIS_URL', 'localhost:6379'],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', '0'],
    ['ACCESS_TOKEN_EXPIRE_MINUTES', '1.'],
    ['PASSWORD_HASHER', 'md5'],
    ['BCRYPT_COST', '9'],
    ['BCRYPT_COST', '16'],
    ['BCRYPT_COST', '10.5'],
    ['ADMIN_EMAIL', 'admin'],
    ['ADMIN_PASSWORD', 'seven77'],
    ['CORS_ORIGINS', 'https://a.example/'],
    ['CORS_ORIGINS', 'a.example'],
    ['CORS_ORIGINS', 'https://a.example,,https://b.example'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', 'all'],
    ['TRUST_PROXY', '*'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '::/0'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['INTERNAL_API_KEYS', 'one,,two'],
    ['SMTP_URL', 'mail.example.com:25'],
    ['MAIL_FROM', 'nobody'],
    ['PUBLIC_URL', 'https://ft.example.com?x=1'],
    ['PUBLIC_URL', 'ftp://ft.example.com'],
    ['APP_URL', 'https://ft.example.com/#/board'],
    ['APP_URL', 'app.example.com'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a key'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=%zz'],
    ['OTEL_SERVICE_NAME', 'a name'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['LOG_LEVEL', 'verbose'],
    ['SECRET_KEY', 'short'],
    ['SECRET_KEY_PREVIOUS', 'short'],
    ['JWT_PRIVATE_KEY', 'no key'],
    ['JWT_PRIVATE_KEY_FILE', '/nowhere/key.pem'],
  ])('%s=%s is refused', (name, value) => {
    expect(refused(name, value)).toMatchObject({ variable: name });
  });
});

describe('DATABASE_URL', () => {
  it.each([
    'postgres://u:p@a,b/db?target_session_attrs=read-write',
    'postgres://u:p,w@a:5432,[::1]:5433/db?target_session_attrs=primary&sslmode=require',
    'postgres://u:p@a,b/db',
  ])('SPEC-048.5: may lead to several hosts: %s', (value) => {
    expect(read({ DATABASE_URL: value }).databaseUrl).toBe(value);
  });

  it.each(['postgres://u:p@a,/db', 'postgres://u:p@a,b:99999/db', 'postgres://u:p/w@a,b/db'])(
    'SPEC-048.5: refuses %s, and hides it',
    (value) => {
      expect(refused('DATABASE_URL', value)?.got).toMatch(/^postgres:\/\/\(hidden, \d+ characters\)$/);
    },
  );

  it.each(['any', 'standby', 'read-only', 'prefer-standby'])(
    'SPEC-048.5: has no use for target_session_attrs=%s',
    (wanted) => {
      const problem = refused('DATABASE_URL', `postgres://u:p@a,b/db?target_session_attrs=${wanted}`);
      expect(problem?.got).toContain('target_session_attrs');
    },
  );

  it('may have a comma in its password', () => {
    expect(read({ DATABASE_URL: 'postgres://u:p,w@a/db' }).databaseUrl).toBe('postgres://u:p,w@a/db');
  });
});

describe('OTEL_EXPORTER_OTLP_HEADERS', () => {
  it('are what the collector asks for', () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=Basic%20x==,b=y',
    };
    expect(read(env).otlp).toEqual({
      endpoint: 'http://collector:4318',
      headers: { a: 'Basic x==', b: 'y' },
      serviceName: 'fasttrack',
      ratio: 1,
    });
    expect(read({}).otlp).toBeNull();
  });
});

describe('names', () => {
  it.each([
    ['RATE_LIMT_REQUESTS', 'RATE_LIMIT_REQUESTS'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['JWT_PIRVATE_KEY', 'JWT_PRIVATE_KEY'],
    ['REDIS_URI', 'REDIS_URL'],
    ['REDSI_URL', 'REDIS_URL'],
    ['SMTP_URI', 'SMTP_URL'],
    ['log_level', 'LOG_LEVEL'],
  ])('%s is taken for a slip', (name, meant) => {
    expect(read({ [name]: 'x' }).warnings).toEqual([expect.stringContaining(`Is ${meant} meant?`)]);
  });

  it.each([
    'HOSTNAME',
    'HTTP_URL',
    'REDIS_USER',
    'MAIL_PORT',
    'LOG_FILE',
    'PATH',
    'NODE_OPTIONS',
    'TEST_DATABASE_URL',
    'PGHOST',
    'npm_config_cache',
  ])('%s is not', (name) => {
    expect(read({ [name]: 'x' }).warnings).toEqual([]);
  });
});
