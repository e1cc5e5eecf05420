import { Client } from 'pg';
import { AddProjectMembers1796000000101 } from '../../migrations/1796000000101-add-project-members.js';
import { UpgradeStopped } from '../../src/platform/database/schema/upgrade-stopped.js';
import { migrate } from '../../src/platform/database/schema/migrate.js';
import {
  awaitBootstrapLock,
  BOOTSTRAP_LOCK,
  TAKE_BOOTSTRAP_LOCK,
} from '../../src/platform/database/schema/bootstrap-lock.js';
import { ask } from '../support/ask.js';
import { catalogOf } from '../support/catalog.js';
import { cloneDatabase, goBackBefore, type TestDatabase } from '../support/databases.js';

const OLD_ROWS = `
  INSERT INTO users (email, email_key, display_name, password_hash) VALUES ('ann', 'ann', 'Ann', '-');
  INSERT INTO projects (name, owner_id) SELECT 'Garden ' || i, (SELECT max(id) FROM users) FROM generate_series(1, 3) i;
  INSERT INTO tasks (project_id, title) SELECT p.id, 'Task ' || i FROM generate_series(1, 1100) i, projects p;
  INSERT INTO comments (task_id, body) SELECT id, 'Well said' FROM tasks WHERE id % 2 = 0;
  DELETE FROM tasks WHERE id % 7 = 0`;

/** As the version before does it: it knows neither numbers nor positions. */
const ONE_MORE = `INSERT INTO tasks (project_id, title) SELECT id, 'One more' FROM projects`;

/** Statements that change the schema fail, first often and then less: the 1st, 3rd, 6th, 10th, 15th … of all that are tried. */
const FAIL_OFTEN = `
  CREATE SEQUENCE turns;
  GRANT USAGE ON SEQUENCE turns TO public;
  CREATE FUNCTION fail_often() RETURNS event_trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF sqrt(8 * nextval('turns') + 1)::numeric % 1 = 0 THEN RAISE EXCEPTION 'out of luck'; END IF;
  END $$;
  CREATE EVENT TRIGGER fail_often ON ddl_command_start
    WHEN TAG IN ('ALTER TABLE', 'CREATE INDEX', 'CREATE TRIGGER', 'CREATE VIEW', 'DROP INDEX', 'ALTER INDEX')
    EXECUTE FUNCTION fail_often()`;

const STOP_FAILING = 'DROP EVENT TRIGGER fail_often; DROP FUNCTION fail_often; DROP SEQUENCE turns';

const IS_NUMBERED = `
  SELECT count(*)::int AS tasks, count(DISTINCT (project_id, number))::int AS numbers,
    count(DISTINCT (project_id, position))::int AS positions,
    (SELECT count(*)::int FROM search_entries WHERE kind = 'task') AS entries,
    (SELECT count(*)::int FROM search_entries WHERE kind = 'comment') = (SELECT count(*) FROM comments) AS "sameComments",
    bool_and(is_behind) AS "areNewOnesLast"
  FROM (
    SELECT *, title <> 'One more' OR number > (SELECT count(*) FROM tasks o WHERE o.project_id = t.project_id AND title <> 'One more') AS is_behind
    FROM tasks t
  ) t`;

let database: TestDatabase;
let superuser: string;
beforeEach(async () => {
  database = await cloneDatabase();
  superuser = Object.assign(new URL(database.url), { username: 'postgres' }).href;
  await goBackBefore(database.url, AddProjectMembers1796000000101);
  await ask(database.url, OLD_ROWS);
});
afterEach(() => database.drop());

describe('An upgrade in steps', () => {
  it('SPEC-042.11: makes the schema that is made from nothing', async () => {
    const made = await cloneDatabase();
    await migrate(database.url);
    expect(await catalogOf(database.url)).toEqual(await catalogOf(made.url));
    await made.drop();
  });

  it('SPEC-042.12: goes on where it stopped, and the version before can start meanwhile', async () => {
    const made = await cloneDatabase();
    const before = await ask(database.url, 'SELECT name FROM migrations ORDER BY id');
    await ask(superuser, FAIL_OFTEN);
    let stops = 0;
    for (let isOver = false; !isOver && stops < 60;) {
      isOver = await migrate(database.url).then(
        () => true,
        (error: Error) => {
          expect(error).toBeInstanceOf(UpgradeStopped);
          expect(error.message).toMatch(
            /^The upgrade stopped in \w+\d{13}: out of luck\. .*the version before still starts/,
          );
          return false;
        },
      );
      if (isOver) break;
      stops++;
      expect(await ask(database.url, 'SELECT name FROM migrations ORDER BY id')).toEqual(before);
      if (stops % 4 === 0) await ask(database.url, ONE_MORE);
    }
    expect(stops).toBeGreaterThan(10);
    await ask(superuser, STOP_FAILING);
    expect(await catalogOf(database.url)).toEqual(await catalogOf(made.url));
    const [is] = await ask(database.url, IS_NUMBERED);
    const { tasks } = is as { tasks: number };
    expect(is).toEqual({
      tasks: expect.any(Number),
      numbers: tasks,
      positions: tasks,
      entries: tasks,
      sameComments: true,
      areNewOnesLast: true,
    });
    await made.drop();
  });

  it('SPEC-042.13: says who is in the way, gives way itself, and goes on', async () => {
    const reader = new Client(database.url);
    await reader.connect();
    await reader.query('BEGIN; SELECT FROM tasks LIMIT 1');
    const said: string[] = [];
    const migrating = migrate(database.url, (line) => {
      said.push(line);
      if (line.includes('somebody holds')) void reader.query('COMMIT');
    });
    expect((await migrating).length).toBeGreaterThan(30);
    expect(said).toContainEqual(expect.stringMatching(/^AddProjectKeys1796000000201: somebody holds what it needs/));
    await reader.end();
  });

  it('SPEC-042.10: comes to its end though an instance of the version before waits for it', async () => {
    const starting = new Client(database.url);
    await starting.connect();
    let waiting: Promise<unknown> | undefined;
    const applied = await migrate(database.url, (line) => {
      if (line.startsWith('Migrating'))
        waiting = starting.query(`BEGIN; ${TAKE_BOOTSTRAP_LOCK}`).catch(() => undefined);
    });
    expect(applied.length).toBeGreaterThan(30);
    await waiting;
    expect(await ask(database.url, 'SELECT FROM pg_index WHERE NOT indisvalid')).toEqual([]);
    await starting.end();
  });

  it('SPEC-042.15: does not wait for ever for another that works on the schema, and says who that is', async () => {
    const holder = new Client({ connectionString: database.url, application_name: 'one that hangs' });
    const waiting = new Client(database.url);
    await Promise.all([holder.connect(), waiting.connect()]);
    await holder.query(`SELECT pg_advisory_lock(${BOOTSTRAP_LOCK})`);
    const asked = async (text: string) => (await waiting.query<object>(text)).rows;
    await expect(awaitBootstrapLock(asked, { mode: 'alone', limitMs: 300 })).rejects.toThrow(
      /working on the schema.*"one that hangs".*Nothing was changed/,
    );
    await holder.end();
    await awaitBootstrapLock(asked, { mode: 'alone', limitMs: 10_000 });
    await waiting.end();
  });
});
