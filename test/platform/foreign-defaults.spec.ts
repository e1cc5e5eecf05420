import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { readConfig } from '../../src/platform/config/config.js';
import { checkDatabase } from '../../src/platform/lifecycle/database/check-database.js';
import { wrongSettings } from '../../src/platform/database/session.js';
import { migrate } from '../../src/platform/database/schema/migrate.js';
import { startApp, type TestApp } from '../support/app.js';
import { cloneDatabase, onServer, type TestDatabase } from '../support/databases.js';
import { ask } from '../support/ask.js';
import { make } from '../support/make.js';
import { type Pair, pairOf, refresh, said } from '../support/tokens.js';

const KEPT_KEYS = join(packageRoot(), 'node_modules/.cache/test-keys');
const KEYS = { SECRET_KEY: 'k'.repeat(32) };
let database: TestDatabase;
let name: string;

beforeEach(async () => {
  database = await cloneDatabase();
  name = new URL(database.url).pathname.slice(1);
});
afterEach(() => database.drop());

function configFor(env: Record<string, string> = {}) {
  return readConfig({ ...KEYS, DATABASE_URL: database.url, ...env }, { dataDir: KEPT_KEYS });
}

/** What the start says of this database; undefined where it has nothing against it. */
async function refusal(env: Record<string, string> = {}, warnings: string[] = []): Promise<string | undefined> {
  return checkDatabase(configFor(env), (line) => warnings.push(line)).then(
    () => undefined,
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

/** The same server under another name, which the configuration then takes for a pooler. */
function otherName(url: string): string {
  return url.replace('127.0.0.1', 'localhost');
}

describe('A database with other defaults', () => {
  const DEFAULTS = [
    "datestyle = 'German'",
    "timezone = 'Asia/Kolkata'",
    "intervalstyle = 'iso_8601'",
    "bytea_output = 'escape'",
    'extra_float_digits = -10',
    'standard_conforming_strings = off',
    "default_transaction_isolation = 'serializable'",
    'default_transaction_read_only = on',
    "client_encoding = 'LATIN1'",
    'statement_timeout = 1',
    'lock_timeout = 1',
    'idle_session_timeout = 1',
  ];

  test('SPEC-012.30: serves as any other, and its times are times', async () => {
    for (const setting of DEFAULTS) await onServer(`ALTER DATABASE ${name} SET ${setting}`);
    let app: TestApp | undefined;
    try {
      app = await startApp({ DATABASE_URL: database.url });
      const ann = await app.person('Änn');
      const project = await make.project(ann, { name: 'C:\\Gärten' });
      expect(project).toMatchObject({ name: 'C:\\Gärten', created_at: expect.stringMatching(/^\d{4}-.*Z$/) });
      const shown = await app.database.query<{ v: string }>("SELECT current_setting('transaction_isolation') AS v");
      expect(shown).toEqual([{ v: 'read committed' }]);
    } finally {
      await app?.stop();
    }
  });

  test('SPEC-012.30: refreshes sessions, many at once, where transactions are serializable by default', async () => {
    await onServer(`ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`);
    let app: TestApp | undefined;
    try {
      app = await startApp({ DATABASE_URL: database.url });
      const at = app;
      const ann = await app.person('Ann');
      const pairs: Pair[] = [];
      while (pairs.length < 6) pairs.push(await pairOf(at, ann));
      // Each twice at the same moment, as two tabs do: the second waits for the first, and gets the same successor.
      const answers = await Promise.all([...pairs, ...pairs].map(({ refresh_token }) => refresh(at, refresh_token)));
      expect(answers.map(said)).toEqual(answers.map(() => '200 fine'));
      expect(new Set(answers.map(({ body }) => (body.data as Pair).refresh_token)).size).toBe(pairs.length);
    } finally {
      await app?.stop();
    }
  });

  test('SPEC-012.30: keeps what the address itself asks for, and the search path', async () => {
    await ask(database.url, 'CREATE SCHEMA elsewhere');
    const own = new URL(database.url);
    own.searchParams.set('options', '-c search_path=elsewhere -c datestyle=German');
    await migrate(own.href);
    expect(await ask(database.url, "SELECT to_regclass('elsewhere.users') IS NOT NULL AS there")).toEqual([
      { there: true },
    ]);
  });

  test.each(DEFAULTS.slice(0, 8))(
    'SPEC-012.31: behind a pooler, where %s can not be set, it is refused with the statement that helps',
    async (setting) => {
      await onServer(`ALTER DATABASE ${name} SET ${setting}`);
      const said = await refusal({ DATABASE_DIRECT_URL: otherName(database.url) });
      expect(said).toContain(`${setting.split(' ')[0]} is `);
      expect(said).toMatch(new RegExp(`Run: ALTER ROLE \\w+ IN DATABASE ${name} SET ${setting.split(' ')[0]} = `));
      const [cure] = /ALTER ROLE[^;]*;/.exec(said ?? '') ?? [''];
      await onServer(cure);
      expect(await refusal({ DATABASE_DIRECT_URL: otherName(database.url) })).toBeUndefined();
      await onServer(cure.replace(/SET (\w+) = .*/, 'RESET $1'));
    },
  );

  test('SPEC-012.31: what no connection may set for itself is looked at, too', () => {
    const shown = new Map([
      ['session_replication_role', 'replica'],
      ['transaction_timeout', null],
      ['datestyle', 'ISO, DMY'],
    ]);
    expect(wrongSettings(shown)).toEqual([{ name: 'session_replication_role', is: 'replica', needs: 'origin' }]);
  });

  test('SPEC-012.31: sessions of a pooler without time limits are warned of', async () => {
    const warnings: string[] = [];
    expect(await refusal({ DATABASE_DIRECT_URL: otherName(database.url) }, warnings)).toBeUndefined();
    expect(warnings.join('\n')).toMatch(/no statement_timeout[\s\S]*no idle_in_transaction_session_timeout/);
  });
});

describe('A database that can not be used', () => {
  const url = (database_: string) => Object.assign(new URL(database.url), { pathname: `/${database_}` }).href;
  test.each([
    ['LATIN1', "ENCODING 'LATIN1' LOCALE 'C'"],
    ['SQL_ASCII', "ENCODING 'SQL_ASCII' LOCALE 'C'"],
    ['KOI8R', "ENCODING 'KOI8R' LOCALE 'C'"],
  ])('SPEC-012.31: because of its encoding %s says so, and nothing is migrated', async (encoding, words) => {
    const other = `${name}_other`;
    await onServer(`CREATE DATABASE ${other} ${words} LOCALE_PROVIDER libc TEMPLATE template0`);
    try {
      expect(await refusal({ DATABASE_URL: url(other) })).toMatch(
        new RegExp(`^StartupError: .* is encoded as ${encoding}, which .*CREATE DATABASE .* ENCODING 'UTF8'`),
      );
    } finally {
      await onServer(`DROP DATABASE ${other} WITH (FORCE)`);
    }
  });

  test('SPEC-012.31: that knows no case beyond ASCII is warned of', async () => {
    const other = `${name}_other`;
    await onServer(`CREATE DATABASE ${other} ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0`);
    const warnings: string[] = [];
    expect(await refusal({ DATABASE_URL: url(other) }, warnings)).toBeUndefined();
    expect(warnings.join()).toContain('LC_CTYPE is C');
    await onServer(`DROP DATABASE ${other} WITH (FORCE)`);
  });

  test('SPEC-012.31: because nothing may be made there says which right is missing', async () => {
    await ask(database.url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await ask(database.url, 'REVOKE CREATE ON SCHEMA public FROM CURRENT_USER');
    const user = new URL(database.url).username;
    expect(await refusal()).toBe(
      `StartupError: The database at ${new URL(database.url).host}/${name} does not let ${user} make tables. ` +
        `Run as its owner: GRANT CREATE ON SCHEMA public TO ${user};`,
    );
    await ask(database.url, 'DROP SCHEMA public');
    expect(await refusal()).toContain('No schema of the database');
  });

  test('SPEC-012.31: whose tables may not be read or written says what to grant', async () => {
    await ask(database.url, 'REVOKE INSERT ON users FROM CURRENT_USER');
    expect(await refusal()).toContain('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO');
    await ask(database.url, 'REVOKE SELECT ON migrations FROM CURRENT_USER');
    expect(await refusal()).toMatch(/does not let this user in, or not far enough: permission denied for table/);
  });

  test('SPEC-012.31: but needs no right to make tables once all are there', async () => {
    await ask(database.url, 'REVOKE CREATE ON SCHEMA public FROM CURRENT_USER');
    expect(await refusal()).toBeUndefined();
  });

  test('SPEC-012.32: because a newer program migrated it names what is unknown, and changes nothing', async () => {
    await ask(database.url, "INSERT INTO migrations (timestamp, name) VALUES (1, 'FlyToTheMoon2795219200001')");
    await ask(database.url, "DELETE FROM migrations WHERE name LIKE 'CreateKeptAnswers%'");
    await expect(migrate(database.url)).rejects.toThrow(
      'migrated by a newer version of fasttrack; this one does not know FlyToTheMoon2795219200001. Start that version',
    );
    expect(await ask(database.url, "SELECT 1 FROM migrations WHERE name LIKE 'CreateKeptAnswers%'")).toEqual([]);
  });
});

describe('An empty database in production', () => {
  test('SPEC-012.33: needs the first administrator before it is migrated', async () => {
    await ask(database.url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const { generateRsaPrivateKey } = await import('../../src/platform/config/keys.js');
    const env = { NODE_ENV: 'production', JWT_PRIVATE_KEY: generateRsaPrivateKey() };
    expect(await refusal(env)).toContain('ADMIN_EMAIL, ADMIN_PASSWORD');
    expect(await ask(database.url, "SELECT to_regclass('migrations') AS t")).toEqual([{ t: null }]);
    expect(await refusal({ ...env, ADMIN_EMAIL: 'a@b.example', ADMIN_PASSWORD: 'long enough' })).toBeUndefined();
  });
});
