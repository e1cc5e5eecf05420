import {
  cidr,
  contentOf,
  databaseUrl,
  decimal,
  email,
  flag,
  isDecodable,
  list,
  oneOf,
  origin,
  proxies,
  text,
  url,
  webBase,
  whole,
  type Kind,
} from './kinds.js';
import { PROVIDER_ID } from './oidc.js';
import { rsaPrivateKey, rsaPublicKeys, secretKey } from './keys.js';

/** What a default may depend on. */
export interface Surroundings {
  isProduction: boolean;
  port: number;
  publicUrl: string;
}

type Default<T> = T | ((around: Surroundings) => T);

/** What a variable means stands in `.env.example`. */
export interface Variable<T> {
  name: string;
  kind: Kind<T>;
  default: Default<T>;
  example: string;
  /** Never shown, not even in part. */
  secret?: boolean;
}

/** @param example for the table of problems, where the default is none */
function variable<T>(name: string, kind: Kind<T>, byDefault: Default<NoInfer<T>>, example?: string): Variable<T> {
  return { name, kind, default: byDefault, example: example ?? String(byDefault) };
}

/** Null where it is not set. */
function optional<T>(name: string, kind: Kind<T>, example: string): Variable<T | null> {
  return { name, kind, default: null, example };
}

function secret<T>(hidden: Variable<T>): Variable<T> {
  return { ...hidden, secret: true };
}

const SPOKEN_PASSWORD = text('8 to 128 characters', (value) => [...value].length >= 8 && [...value].length <= 128);
const ADDRESS = text('an address or host name to listen on', (value) => /^[\w.:-]+$/.test(value));
const API_KEY = text('visible characters without blanks', (value) => /^[\x21-\x7e]{1,200}$/.test(value));
const SENDER = text('an address, or Name <address>', (value) =>
  /^([^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(value),
);
const POSTGRES_URL = databaseUrl();
const FOLDER = text('a folder that this user may write to', (value) => !value.includes('\0'));
const BUCKET = text('the name of a bucket', (value) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value));
const REGION = text('the name of a region', (value) => /^[a-z0-9-]{1,50}$/.test(value));
const OTLP_HEADER = text(
  'name=value, with blanks written as %20',
  (value) => /^[\w!#$&'*+.^`|~-]{1,100}=[\x21-\x7e]{1,2000}$/.test(value) && isDecodable(value),
);
const SERVICE = text('a name of at most 100 characters', (value) => /^[\w.-]{1,100}$/.test(value));
const S3_KEY = text('visible characters without blanks', (value) => /^[\x21-\x7e]{1,300}$/.test(value));

/** Every variable that fasttrack reads, each once, in the order in which they are read. */
export const VARIABLES = {
  nodeEnv: variable('NODE_ENV', oneOf('development', 'production', 'test'), 'development', 'production'),
  host: variable('HOST', ADDRESS, ({ isProduction }) => (isProduction ? '0.0.0.0' : '127.0.0.1'), '127.0.0.1'),
  port: variable('PORT', whole(0, 65_535), 3000),
  databaseUrl: secret(optional('DATABASE_URL', POSTGRES_URL, 'postgres://user:pass@host:5432/db')),
  databaseDirectUrl: secret(optional('DATABASE_DIRECT_URL', POSTGRES_URL, 'postgres://user:pass@host:5432/db')),
  databasePoolMax: variable('DATABASE_POOL_MAX', whole(1, 1000), 10),
  databasePreparedStatements: variable('DATABASE_PREPARED_STATEMENTS', flag, true),
  redisUrl: secret(optional('REDIS_URL', url('redis', 'rediss'), 'redis://host:6379/0')),
  jwtPrivateKey: secret(optional('JWT_PRIVATE_KEY', rsaPrivateKey, 'the output of: openssl genrsa 3072')),
  jwtPrivateKeyFile: optional('JWT_PRIVATE_KEY_FILE', contentOf(rsaPrivateKey), '/run/secrets/jwt.pem'),
  jwtPreviousPublicKeys: variable(
    'JWT_PREVIOUS_PUBLIC_KEYS_FILE',
    contentOf(rsaPublicKeys),
    [],
    '/run/secrets/jwt-previous.pem',
  ),
  secretKey: secret(optional('SECRET_KEY', secretKey, 'the output of: openssl rand -base64 48')),
  secretKeyPrevious: secret(optional('SECRET_KEY_PREVIOUS', secretKey, 'the SECRET_KEY of before')),
  accessTokenExpireMinutes: variable('ACCESS_TOKEN_EXPIRE_MINUTES', decimal(0.01, 1440), 15),
  refreshTokenExpireDays: variable('REFRESH_TOKEN_EXPIRE_DAYS', decimal(0.0001, 3650), 7),
  refreshReuseGraceSeconds: variable('REFRESH_REUSE_GRACE_SECONDS', decimal(0, 300), 10),
  passwordHasher: variable('PASSWORD_HASHER', oneOf('bcrypt', 'argon2id'), 'bcrypt'),
  bcryptCost: variable('BCRYPT_COST', whole(10, 15), 12),
  hibpEnabled: variable('HIBP_ENABLED', flag, ({ isProduction }) => isProduction, 'true'),
  hibpUrl: variable('HIBP_URL', webBase, 'https://api.pwnedpasswords.com/range'),
  adminEmail: optional('ADMIN_EMAIL', email, 'admin@example.com'),
  adminPassword: secret(optional('ADMIN_PASSWORD', SPOKEN_PASSWORD, 'the output of: openssl rand -base64 18')),
  registration: variable('REGISTRATION', oneOf('open', 'invited', 'closed'), 'open', 'invited'),
  oidcProviders: variable('OIDC_PROVIDERS', list(PROVIDER_ID), [], 'corp,google'),
  corsOrigins: variable('CORS_ORIGINS', list(origin), [], 'https://app.example.com,https://admin.example.com'),
  trustProxy: variable('TRUST_PROXY', proxies, 0, '1, or 10.0.0.0/8,fd00::/8'),
  rateLimitRequests: variable('RATE_LIMIT_REQUESTS', whole(1, 100_000_000), 300),
  rateLimitWindowSeconds: variable('RATE_LIMIT_WINDOW_SECONDS', whole(1, 86_400), 60),
  loginFailuresPerMinute: variable('LOGIN_FAILURES_PER_MINUTE', whole(1, 1_000_000), 5),
  internalApiKeys: secret(variable('INTERNAL_API_KEYS', list(API_KEY), [], 'the output of: openssl rand -hex 24')),
  publicUrl: variable('PUBLIC_URL', webBase, ({ port }) => `http://localhost:${port}`, 'https://fasttrack.example.com'),
  appUrl: variable('APP_URL', webBase, ({ publicUrl }) => `${publicUrl}/app`, 'https://app.example.com'),
  smtpUrl: secret(optional('SMTP_URL', url('smtp', 'smtps'), 'smtps://user:pass@mail.host:465')),
  mailFrom: variable(
    'MAIL_FROM',
    SENDER,
    ({ publicUrl }) => `fasttrack <no-reply@${new URL(publicUrl).hostname}>`,
    'fasttrack <no-reply@example.com>',
  ),
  docsEnabled: variable('DOCS_ENABLED', flag, ({ isProduction }) => !isProduction, 'true'),
  notificationRetentionDays: variable('NOTIFICATION_RETENTION_DAYS', whole(1, 36_500), 90),
  trashRetentionDays: variable('TRASH_RETENTION_DAYS', whole(1, 36_500), 30),
  eventRetentionDays: variable('EVENT_RETENTION_DAYS', whole(1, 36_500), 730),
  filesDir: optional('FILES_DIR', FOLDER, '/var/lib/fasttrack/files'),
  fileMaxMb: variable('FILE_MAX_MB', whole(1, 4_096), 25),
  importMaxMb: variable('IMPORT_MAX_MB', whole(1, 4_096), 100),
  s3Url: optional('S3_URL', webBase, 'https://s3.eu-central-1.amazonaws.com'),
  s3Bucket: optional('S3_BUCKET', BUCKET, 'fasttrack-files'),
  s3AccessKeyId: secret(optional('S3_ACCESS_KEY_ID', S3_KEY, 'what the store calls its access key')),
  s3SecretAccessKey: secret(optional('S3_SECRET_ACCESS_KEY', S3_KEY, 'the secret of that access key')),
  s3Region: variable('S3_REGION', REGION, 'us-east-1'),
  webhookAllowedNetworks: variable('WEBHOOK_ALLOWED_NETWORKS', list(cidr), [], '10.20.0.0/16,fd12::/32'),
  otlpEndpoint: optional('OTEL_EXPORTER_OTLP_ENDPOINT', webBase, 'http://localhost:4318'),
  otlpHeaders: secret(
    variable('OTEL_EXPORTER_OTLP_HEADERS', list(OTLP_HEADER), [], 'api-key=the key of the collector'),
  ),
  otlpServiceName: variable('OTEL_SERVICE_NAME', SERVICE, 'fasttrack'),
  otlpRatio: variable('OTEL_TRACES_SAMPLER_ARG', decimal(0, 1), 1),
  logLevel: variable('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), 'info'),
  shutdownGraceSeconds: variable('SHUTDOWN_GRACE_SECONDS', decimal(0, 600), 10),
};

export type Values = { [K in keyof typeof VARIABLES]: (typeof VARIABLES)[K] extends Variable<infer T> ? T : never };
