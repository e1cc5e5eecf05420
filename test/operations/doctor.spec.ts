import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { SMTPServer } from 'smtp-server';
import { examine, linesOf } from '../../src/operations/doctor/doctor.js';
import type { Finding } from '../../src/operations/doctor/finding.js';
import { generateRsaPrivateKey } from '../../src/platform/config/keys.js';
import { ask } from '../support/ask.js';
import { cloneDatabase, type TestDatabase } from '../support/databases.js';

type Environment = Record<string, string>;

const folder = mkdtempSync(join(tmpdir(), 'fasttrack-doctor-'));
let database: TestDatabase;
let healthy: Environment;
/** Of a port on which nobody listens. */
let closed: number;
const refusing = new SMTPServer({
  authOptional: false,
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  onAuth: (_auth, _session, done) => done(new Error('who are you')),
});
let smtpPort: number;

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await cloneDatabase();
  refusing.on('error', () => undefined);
  const listening = refusing.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  smtpPort = (listening.address() as AddressInfo).port;
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  closed = (probe.address() as AddressInfo).port;
  await new Promise((done) => probe.close(done));
  healthy = {
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    JWT_PRIVATE_KEY: generateRsaPrivateKey(),
    SECRET_KEY: 'q8Zr2vW0sLk3Xn5Tt7Yp9Bd1Fg4Hj6Mc',
    ADMIN_EMAIL: 'admin@tasks.example.com',
    ADMIN_PASSWORD: 'a long enough one',
    PUBLIC_URL: 'https://tasks.example.com',
    TRUST_PROXY: '1',
    FILES_DIR: join(folder, 'files'),
    HIBP_ENABLED: 'false',
  };
});

afterAll(async () => {
  await new Promise<void>((done) => refusing.close(done));
  await database.drop();
  rmSync(folder, { recursive: true });
});

const adviceAbout = (findings: Finding[], about: string) =>
  findings.filter((one) => one.about === about).map(({ level, says, advice }) => `${level}: ${says} → ${advice}`);

/** What is planted, what it is found under, and what is said and advised. */
const PLANTS: [name: string, env: () => Environment, about: string, words: RegExp][] = [
  ['a variable that is misspelt', () => ({ SMTPURL: 'x' }), 'configuration', /^warning: .*Is SMTP_URL meant/],
  ['a key that is missing', () => ({ JWT_PRIVATE_KEY: '' }), 'JWT_PRIVATE_KEY', /^problem: is \(not set\).*PEM RSA/],
  [
    'a secret that can be guessed',
    () => ({ SECRET_KEY: 'k'.repeat(32) }),
    'SECRET_KEY',
    /^problem: can be guessed.*openssl/,
  ],
  ['a short internal key', () => ({ INTERNAL_API_KEYS: 'letmein' }), 'INTERNAL_API_KEYS', /^warning: .*openssl/],
  [
    'an address that is local',
    () => ({ PUBLIC_URL: 'http://localhost:3000' }),
    'PUBLIC_URL',
    /^problem: .*nobody else/,
  ],
  [
    'an address without TLS',
    () => ({ PUBLIC_URL: 'http://tasks.example.com' }),
    'PUBLIC_URL',
    /^warning: .*in the clear.*TLS/,
  ],
  ['a proxy that is not believed', () => ({ TRUST_PROXY: '0' }), 'TRUST_PROXY', /^warning: .*TRUST_PROXY=1/],
  [
    'a front end that may not call',
    () => ({ APP_URL: 'https://app.example.com' }),
    'CORS_ORIGINS',
    /^problem: .*CORS_ORIGINS=https:\/\/app\.example\.com/,
  ],
  [
    'a front end of another site',
    () => ({ APP_URL: 'https://a.example.org' }),
    'APP_URL',
    /^warning: .*Cookie sessions/,
  ],
  [
    'a mail server that refuses the password',
    () => ({ SMTP_URL: `smtp://ann:hunter22@127.0.0.1:${smtpPort}` }),
    'SMTP_URL',
    /^problem: .*Correct the name and the password/,
  ],
  [
    'a mail server that is away',
    () => ({ SMTP_URL: `smtp://127.0.0.1:${closed}` }),
    'SMTP_URL',
    /^problem: .*ECONNREFUSED.*Correct host and port/,
  ],
  ['a Redis that is away', () => ({ REDIS_URL: `redis://127.0.0.1:${closed}` }), 'REDIS_URL', /^problem: .*Start it/],
  [
    'a store that is away',
    () => ({
      S3_URL: `http://127.0.0.1:${closed}`,
      S3_BUCKET: 'files',
      S3_ACCESS_KEY_ID: 'someone',
      S3_SECRET_ACCESS_KEY: 'hunter22',
    }),
    'S3_URL',
    /^problem: .*Correct S3_URL/,
  ],
  [
    'a folder that is none',
    () => ({ FILES_DIR: join(folder, 'a-file/files') }),
    'FILES_DIR',
    /^problem: .*ENOTDIR.*FILES_DIR/,
  ],
  [
    'a database that is away',
    () => ({ DATABASE_URL: `postgres://ann:hunter22@127.0.0.1:${closed}/x` }),
    'database',
    /^problem: .*does not answer.*Check DATABASE_URL/,
  ],
  [
    'a database that refuses the password',
    () => ({ DATABASE_URL: Object.assign(new URL(database.url), { password: 'hunter22' }).href }),
    'database',
    /^problem: .*refuses the name or the password.*Check DATABASE_URL/,
  ],
  ['a first start without an administrator', () => ({ ADMIN_EMAIL: '' }), 'ADMIN_EMAIL', /^problem: .*Set ADMIN_EMAIL/],
];

describe('the doctor', () => {
  it('SPEC-042.1: has nothing to say of what is well, and looks at everything', async () => {
    const findings = await examine({ ...healthy, SMTP_URL: '' });
    const bad = findings.filter(({ level }) => level !== 'ok');
    expect(bad.map(({ about, says }) => `${about}: ${says}`)).toEqual([
      expect.stringMatching(/^configuration: SMTP_URL is not set/),
    ]);
    expect(findings.map(({ about }) => about)).toEqual(
      expect.arrayContaining(['database', 'clock', 'migrations', 'signing key', 'addresses', 'FILES_DIR', 'Redis']),
    );
    expect(linesOf(findings).join('\n')).toMatch(/✓ migrations: all \d+ are applied/);
    const { PUBLIC_URL: own } = healthy;
    expect(linesOf(findings)).toContain(`✓ addresses: PUBLIC_URL ${own}, APP_URL ${own}/app`);
  });

  it.each(PLANTS)('SPEC-042.2: finds %s', async (_name, env, about, words) => {
    writeFileSync(join(folder, 'a-file'), '');
    const findings = await examine({ ...healthy, ...env() });
    expect(adviceAbout(findings, about)).toContainEqual(expect.stringMatching(words));
    expect(findings.some((finding) => finding.about === 'FILES_DIR')).toBe(true);
  });

  it('SPEC-042.3: shows no secret', async () => {
    const secrets = PLANTS.map(([, env]) => env()).filter((env) => JSON.stringify(env).includes('hunter22'));
    for (const env of [...secrets, { SECRET_KEY: 'hunter22' }, { ADMIN_PASSWORD: 'hunter2' }]) {
      const findings = await examine({ ...healthy, ...env });
      expect(linesOf(findings).join('\n')).not.toContain('hunter2');
    }
  });

  it('SPEC-042.4: reads in the database what is late, given up, newer, or of another folder', async () => {
    const { url, drop } = await cloneDatabase();
    await ask(
      url,
      "INSERT INTO users (email, email_key, display_name, password_hash) VALUES ('a@b.example', 'a@b.example', 'Ann', 'x')",
    );
    await ask(
      url,
      "INSERT INTO deliveries (event_id, subscriber, outside, dead_at, last_error) VALUES (1, 'x', true, now(), 'no route')",
    );
    const look = () => examine({ ...healthy, DATABASE_URL: url });
    expect(adviceAbout(await look(), 'deliveries')).toEqual([
      expect.stringMatching(/^warning: 1 were given up \(no route\).*psql/),
    ]);
    await ask(
      url,
      "INSERT INTO deliveries (event_id, subscriber, outside, due_at) VALUES (2, 'x', true, now() - interval '1 hour')",
    );
    await ask(url, "INSERT INTO migrations (timestamp, name) VALUES (1, 'FlyToTheMoon2795219200001')");
    await ask(url, "INSERT INTO all_projects (owner_id, name, key) SELECT id, 'Garden', 'GARDEN' FROM users");
    await ask(url, "INSERT INTO tasks (project_id, title, number, position) SELECT id, 'Water', 1, 'a' FROM projects");
    await ask(
      url,
      "INSERT INTO files (task_id, name, size, content_type, sha256, object_key) SELECT id, 'a', 1, 'text/plain', 'x', 'g/k' FROM tasks",
    );
    const findings = await look();
    expect(adviceAbout(findings, 'deliveries')).toEqual([
      expect.stringMatching(/^problem: 1 have waited.*Does an instance run/),
    ]);
    expect(adviceAbout(findings, 'migrations')).toEqual([
      expect.stringMatching(/^problem: .*newer than this program: FlyToTheMoon/),
    ]);
    expect(adviceAbout(findings, 'files')).toEqual([
      expect.stringMatching(/^problem: 1 of the newest 1 .*Set FILES_DIR/),
    ]);
    await drop();
  });
});
