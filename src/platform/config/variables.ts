import {
  contentOf,
  decimal,
  email,
  flag,
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
import { rsaPrivateKey, rsaPublicKeys, secretKey } from './keys.js';

/** What a default may depend on. */
export interface Surroundings {
  isProduction: boolean;
  port: number;
  publicUrl: string;
}

export interface Variable<T> {
  name: string;
  why: string;
  kind: Kind<T>;
  example: string;
  default: T | ((around: Surroundings) => T);
  /** Never shown, not even in part. */
  secret?: true;
}

interface Words<T> {
  default: T | ((around: Surroundings) => T);
  example: string;
  secret?: true;
}

function variable<T>(name: string, why: string, kind: Kind<T>, words: Words<NoInfer<T>>): Variable<T> {
  return { name, why, kind, ...words };
}

/** Null where it is not set. */
function optional<T>(name: string, why: string, kind: Kind<T>, words: Omit<Words<T>, 'default'>): Variable<T | null> {
  return { name, why, kind, default: null, ...words };
}

const SPOKEN_PASSWORD = text('8 to 128 characters', (value) => [...value].length >= 8 && [...value].length <= 128);
const ADDRESS = text('an address or host name to listen on', (value) => /^[\w.:-]+$/.test(value));
const API_KEY = text('visible characters without blanks', (value) => /^[\x21-\x7e]{1,200}$/.test(value));
const SENDER = text('an address, or Name <address>', (value) =>
  /^([^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(value),
);
const POSTGRES_URL = url('postgres', 'postgresql');

/** Every variable that fasttrack reads, each once, in the order in which they are read. */
export const VARIABLES = {
  nodeEnv: variable(
    'NODE_ENV',
    'production refuses generated secrets, hides the docs and logs JSON',
    oneOf('development', 'production', 'test'),
    { default: 'development', example: 'production' },
  ),
  host: variable('HOST', 'the address to listen on', ADDRESS, {
    default: ({ isProduction }) => (isProduction ? '0.0.0.0' : '127.0.0.1'),
    example: '127.0.0.1',
  }),
  port: variable('PORT', 'the port to listen on; 0 takes any free one', whole(0, 65_535), {
    default: 3000,
    example: '3000',
  }),
  databaseUrl: optional(
    'DATABASE_URL',
    'PostgreSQL 14 or newer; without it an embedded server is started',
    POSTGRES_URL,
    { example: 'postgres://user:pass@host:5432/db', secret: true },
  ),
  databaseDirectUrl: optional(
    'DATABASE_DIRECT_URL',
    'a direct connection for LISTEN and migrations where DATABASE_URL is a transaction pooler',
    POSTGRES_URL,
    { example: 'postgres://user:pass@host:5432/db', secret: true },
  ),
  databasePoolMax: variable('DATABASE_POOL_MAX', 'connections per process at most', whole(1, 1000), {
    default: 10,
    example: '10',
  }),
  databasePreparedStatements: variable(
    'DATABASE_PREPARED_STATEMENTS',
    'false behind a transaction pooler that does not track named statements',
    flag,
    { default: true, example: 'true' },
  ),
  redisUrl: optional('REDIS_URL', 'rate limits and sockets shared by several instances', url('redis', 'rediss'), {
    example: 'redis://host:6379/0',
    secret: true,
  }),
  jwtPrivateKey: optional('JWT_PRIVATE_KEY', 'signs access tokens (RS256); or JWT_PRIVATE_KEY_FILE', rsaPrivateKey, {
    example: 'the output of: openssl genrsa 3072',
    secret: true,
  }),
  jwtPrivateKeyFile: optional('JWT_PRIVATE_KEY_FILE', 'the same from a file', contentOf(rsaPrivateKey), {
    example: '/run/secrets/jwt.pem',
  }),
  jwtPreviousPublicKeys: variable(
    'JWT_PREVIOUS_PUBLIC_KEYS_FILE',
    'keys whose tokens are still accepted while they rotate',
    contentOf(rsaPublicKeys),
    { default: () => [], example: '/run/secrets/jwt-previous.pem' },
  ),
  secretKey: optional('SECRET_KEY', 'encrypts TOTP secrets, signs cursors and reset tokens', secretKey, {
    example: 'the output of: openssl rand -base64 48',
    secret: true,
  }),
  secretKeyPrevious: optional('SECRET_KEY_PREVIOUS', 'still read while SECRET_KEY rotates', secretKey, {
    example: 'the SECRET_KEY of before',
    secret: true,
  }),
  accessTokenExpireMinutes: variable(
    'ACCESS_TOKEN_EXPIRE_MINUTES',
    'how long an access token is valid',
    decimal(0.01, 1440),
    { default: 15, example: '15' },
  ),
  refreshTokenExpireDays: variable(
    'REFRESH_TOKEN_EXPIRE_DAYS',
    'how long a session lives without being used',
    decimal(0.0001, 3650),
    { default: 7, example: '7' },
  ),
  refreshReuseGraceSeconds: variable(
    'REFRESH_REUSE_GRACE_SECONDS',
    'how long a spent refresh token returns its unused successor again; 0 is strict',
    decimal(0, 300),
    { default: 10, example: '10' },
  ),
  passwordHasher: variable(
    'PASSWORD_HASHER',
    'for new hashes; those of the other kind still verify and are replaced at the next sign-in',
    oneOf('bcrypt', 'argon2id'),
    { default: 'bcrypt', example: 'bcrypt' },
  ),
  bcryptCost: variable('BCRYPT_COST', 'each step doubles the time that a hash takes', whole(10, 15), {
    default: 12,
    example: '12',
  }),
  hibpEnabled: variable('HIBP_ENABLED', 'asks a range service whether a new password is known to be breached', flag, {
    default: ({ isProduction }) => isProduction,
    example: 'true',
  }),
  hibpUrl: variable('HIBP_URL', 'the range service; five characters of a hash are appended', webBase, {
    default: 'https://api.pwnedpasswords.com/range',
    example: 'https://api.pwnedpasswords.com/range',
  }),
  adminEmail: optional('ADMIN_EMAIL', 'the first administrator of an empty database', email, {
    example: 'admin@example.com',
  }),
  adminPassword: optional('ADMIN_PASSWORD', "the first administrator's password", SPOKEN_PASSWORD, {
    example: 'the output of: openssl rand -base64 18',
    secret: true,
  }),
  corsOrigins: variable(
    'CORS_ORIGINS',
    'web pages of these origins may call the API; none means same-origin only',
    list(origin),
    { default: () => [], example: 'https://app.example.com,https://admin.example.com' },
  ),
  trustProxy: variable('TRUST_PROXY', 'whose X-Forwarded-For is believed', proxies, {
    default: 0,
    example: '1, or 10.0.0.0/8,fd00::/8',
  }),
  rateLimitRequests: variable(
    'RATE_LIMIT_REQUESTS',
    'requests per person, or per address where nobody is signed in, in any window',
    whole(1, 100_000_000),
    { default: 300, example: '300' },
  ),
  rateLimitWindowSeconds: variable('RATE_LIMIT_WINDOW_SECONDS', 'the length of that window', whole(1, 86_400), {
    default: 60,
    example: '60',
  }),
  loginFailuresPerMinute: variable(
    'LOGIN_FAILURES_PER_MINUTE',
    'failed sign-ins per address in any 60 seconds',
    whole(1, 1_000_000),
    { default: 5, example: '5' },
  ),
  internalApiKeys: variable(
    'INTERNAL_API_KEYS',
    'open /internal/stats and /metrics; without one those always refuse',
    list(API_KEY),
    { default: () => [], example: 'the output of: openssl rand -hex 24', secret: true },
  ),
  publicUrl: variable('PUBLIC_URL', "the program's own address, never taken from a request", webBase, {
    default: ({ port }) => `http://localhost:${port}`,
    example: 'https://fasttrack.example.com',
  }),
  appUrl: variable('APP_URL', 'the base of links in mails: where the front end is served', webBase, {
    default: ({ publicUrl }) => publicUrl,
    example: 'https://app.example.com',
  }),
  smtpUrl: optional('SMTP_URL', 'sends mails; without it, development prints them', url('smtp', 'smtps'), {
    example: 'smtps://user:pass@mail.host:465',
    secret: true,
  }),
  mailFrom: variable('MAIL_FROM', 'the sender of those mails', SENDER, {
    default: ({ publicUrl }) => `fasttrack <no-reply@${new URL(publicUrl).hostname}>`,
    example: 'fasttrack <no-reply@example.com>',
  }),
  docsEnabled: variable('DOCS_ENABLED', 'serves /docs, /redoc, /openapi.json and /asyncapi.json', flag, {
    default: ({ isProduction }) => !isProduction,
    example: 'true',
  }),
  notificationRetentionDays: variable(
    'NOTIFICATION_RETENTION_DAYS',
    'how long notifications are kept at least',
    whole(1, 36_500),
    { default: 90, example: '90' },
  ),
  eventRetentionDays: variable(
    'EVENT_RETENTION_DAYS',
    'how long the log of events is kept at least, which the audit shows',
    whole(1, 36_500),
    { default: 730, example: '730' },
  ),
  logLevel: variable(
    'LOG_LEVEL',
    'the least urgent lines that are still written',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    { default: 'info', example: 'info' },
  ),
  shutdownGraceSeconds: variable(
    'SHUTDOWN_GRACE_SECONDS',
    'how long requests in flight may take to finish when the program is told to stop',
    decimal(0, 600),
    { default: 10, example: '10' },
  ),
};

export type Values = { [K in keyof typeof VARIABLES]: (typeof VARIABLES)[K] extends Variable<infer T> ? T : never };
