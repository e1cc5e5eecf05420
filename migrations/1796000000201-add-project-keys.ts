import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

const MAX_LENGTH = 10;
/** Rows of a transaction that others do not notice. */
const SOME = 2_000;

/** Words of the API's paths, which are no keys. */
const RESERVED =
  'API ACCEPT ACCESS ACTIVITY ADMIN ARTICLES ASSETS AUDIT AUTH BULK CALENDAR CALLBACK CHANGES COMMENTS CONFIRM CONTENT ' +
  'DOCS EMAIL EVENTS EXCHANGE EXPLAIN EXPORT FILES FORGOT HEALTH HISTORY IDENTITIES IMPORT INSPECT INTERNAL LABELS LIVE ' +
  'LOGIN LOGOUT ME MEMBERS METRICS MOVE NEW NONE OIDC OPTIONS PASSKEY PASSKEYS PASSWORD PEOPLE PING PROJECTS PROVIDERS ' +
  'READ READY REDELIVER REDOC REFRESH REGISTER RELATIONS REMINDERS REPLAY RESEND RESET RESTORE REVERT ROLES SEARCH ' +
  'SECRET SESSIONS SETTINGS START STATS TASKS TOKEN TOKENS TOTP TRASH USERS WATCH WATCHERS WEBHOOKS WS';

interface Named {
  id: string;
  name: string;
}

/**
 * Projects have keys, and tasks have numbers. Triggers give both, so that every program that adds a project or a task
 * can do it without knowing them, the version before this one included.
 */
export class AddProjectKeys1796000000201 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.once('keys', async () => {
      await addKeys(runner);
      await keepKeys(runner);
    });
    await steps.once('numbers of new tasks', async () => {
      await addNumbers(runner);
      await giveNumbers(runner);
    });
    await steps.batches('numbers', (after) => numberSome(runner, after));
    await steps.once('given numbers', () => runner.query('DROP TABLE given_task_numbers'));
    await steps.notNull('tasks', 'number');
    await steps.unique('tasks', 'tasks_project_number_key', 'project_id, number');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER tasks_number ON tasks');
    await runner.query('DROP FUNCTION number_task');
    await runner.query('DROP TABLE project_counters');
    await runner.query('ALTER TABLE tasks DROP COLUMN number');
    await runner.query('DROP TRIGGER projects_key ON projects');
    await runner.query('DROP TRIGGER projects_first_key ON projects');
    await runner.query('DROP TRIGGER projects_next_key ON projects');
    await runner.query('DROP FUNCTION give_project_key');
    await runner.query('DROP FUNCTION keep_project_key');
    await runner.query('DROP TABLE project_keys');
    await runner.query('ALTER TABLE projects DROP COLUMN key');
  }
}

async function addKeys(runner: QueryRunner): Promise<void> {
  await runner.query('ALTER TABLE projects ADD COLUMN key text');
  const projects = (await runner.query('SELECT id, name FROM projects ORDER BY id')) as Named[];
  const ids = projects.map(({ id }) => id);
  await runner.query(
    `UPDATE projects p SET key = made.key FROM unnest($1::bigint[], $2::text[]) AS made (id, key) WHERE p.id = made.id`,
    [ids, keysOf(projects)],
  );
  await runner.query(`
    ALTER TABLE projects ALTER COLUMN key SET NOT NULL,
      ADD CONSTRAINT projects_key_check CHECK (key ~ '^[A-Z][A-Z0-9]{1,9}$'),
      ADD CONSTRAINT projects_key_key UNIQUE (key)
  `);
  await runner.query(`
    CREATE TABLE project_keys (
      key text NOT NULL,
      project_id bigint NOT NULL,
      CONSTRAINT project_keys_pkey PRIMARY KEY (key),
      CONSTRAINT project_keys_project_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
    )
  `);
  await runner.query('INSERT INTO project_keys (key, project_id) SELECT key, id FROM projects');
  await runner.query('CREATE INDEX project_keys_project_idx ON project_keys (project_id)');
}

/** The table of all keys follows `projects.key`, whose constraint decides who gets one. */
async function keepKeys(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION give_project_key() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.key := 'P' || NEW.id % 1000000000;
      WHILE EXISTS (SELECT FROM project_keys k WHERE k.key = NEW.key) LOOP
        NEW.key := 'P' || floor(random() * 1000000000)::bigint;
      END LOOP;
      RETURN NEW;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER projects_key BEFORE INSERT ON projects
    FOR EACH ROW WHEN (NEW.key IS NULL) EXECUTE FUNCTION give_project_key()
  `);
  await runner.query(`
    CREATE FUNCTION keep_project_key() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO project_keys (key, project_id) VALUES (NEW.key, NEW.id)
      ON CONFLICT (key) DO UPDATE SET project_id = EXCLUDED.project_id;
      RETURN NULL;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER projects_first_key AFTER INSERT ON projects
    FOR EACH ROW EXECUTE FUNCTION keep_project_key()
  `);
  await runner.query(`
    CREATE TRIGGER projects_next_key AFTER UPDATE OF key ON projects
    FOR EACH ROW WHEN (OLD.key <> NEW.key) EXECUTE FUNCTION keep_project_key()
  `);
}

/** Tasks that come from now on are numbered after those that are there, which get their numbers later. */
async function addNumbers(runner: QueryRunner): Promise<void> {
  await runner.query('LOCK TABLE projects IN SHARE ROW EXCLUSIVE MODE');
  await runner.query('ALTER TABLE tasks ADD COLUMN number integer');
  await runner.query(`
    CREATE TABLE project_counters (
      project_id bigint NOT NULL,
      last_task_number integer NOT NULL,
      CONSTRAINT project_counters_pkey PRIMARY KEY (project_id),
      CONSTRAINT project_counters_project_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
    ) WITH (fillfactor = 50)
  `);
  await runner.query(`
    INSERT INTO project_counters (project_id, last_task_number)
    SELECT project_id, count(*) FROM tasks GROUP BY project_id
  `);
  await runner.query(`
    CREATE TABLE given_task_numbers AS SELECT project_id, 0::bigint AS last_number FROM project_counters
  `);
}

/** Each task once, in the order of their ids. @returns the last one */
async function numberSome(runner: QueryRunner, after: number): Promise<number | undefined> {
  const [row] = (await runner.query(
    `WITH untouched AS (
       SELECT id, project_id FROM tasks WHERE id > $1 AND number IS NULL ORDER BY id LIMIT ${SOME} FOR NO KEY UPDATE
     ), numbered AS (
       SELECT s.id, s.project_id, g.last_number + row_number() OVER (PARTITION BY s.project_id ORDER BY s.id) AS number
       FROM untouched s JOIN given_task_numbers g ON g.project_id = s.project_id
     ), given AS (
       UPDATE given_task_numbers g SET last_number = n.number
       FROM (SELECT project_id, max(number) AS number FROM numbered GROUP BY project_id) n
       WHERE g.project_id = n.project_id
     ), done AS (
       UPDATE tasks t SET number = n.number FROM numbered n WHERE t.id = n.id RETURNING t.id
     )
     SELECT max(id) AS last FROM done`,
    [after],
  )) as { last: number | null }[];
  return row?.last ?? undefined;
}

/** The lock on the counter's row keeps the numbering without gaps. It is held from the insert to the commit. */
async function giveNumbers(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION number_task() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO project_counters AS c (project_id, last_task_number) VALUES (NEW.project_id, 1)
      ON CONFLICT (project_id) DO UPDATE SET last_task_number = c.last_task_number + 1
      RETURNING c.last_task_number INTO NEW.number;
      RETURN NEW;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER tasks_number BEFORE INSERT ON tasks
    FOR EACH ROW WHEN (NEW.number IS NULL) EXECUTE FUNCTION number_task()
  `);
}

/** A key for each of the projects, made from its name: the rule as it was when projects got keys. */
function keysOf(projects: readonly Named[]): string[] {
  const taken = new Set(RESERVED.split(' '));
  const lastNumbers = new Map<string, number>();
  return projects.map(({ name }) => {
    const base = baseOf(name);
    let number = lastNumbers.get(base) ?? 1;
    let key = base;
    while (taken.has(key)) key = base.slice(0, MAX_LENGTH - String(++number).length) + number;
    lastNumbers.set(base, number);
    taken.add(key);
    return key;
  });
}

function baseOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toUpperCase();
  const words = plain.split(/[^A-Z0-9]+/).filter((word) => /^[A-Z]/.test(word));
  const made = words.length > 1 ? words.map(([initial]) => initial).join('') : (words[0] ?? '');
  return made.length > 1 ? made.slice(0, MAX_LENGTH) : 'PROJECT';
}
