import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Steps } from '../src/platform/database/schema/steps.js';

/** Rows of a transaction that others do not notice. */
const SOME = 1_000;

/** For databases whose own collation knows no case beyond ASCII: one of these does, where the server has it. */
const COLLATION = `
  SELECT CASE WHEN lower(U&'\\00C4') = U&'\\00E4' THEN '' ELSE (
    SELECT 'COLLATE ' || quote_ident(collname) FROM pg_collation
    WHERE collname IN ('pg_c_utf8', 'und-x-icu') ORDER BY collname LIMIT 1
  ) END AS collation`;

/**
 * An index of the words of tasks, comments, articles and projects. Triggers keep it, so that it is right whatever program
 * writes, the version before this one included.
 *
 * Filling it takes about a minute for 200,000 tasks and 500,000 comments, a few at a time.
 */
export class AddSearch1797000000501 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    const steps = new Steps(runner, this);
    await steps.once('triggers', async () => {
      await addFunctions(runner);
      await createEntries(runner);
      // Whoever is writing a row ends first, and whoever comes later is heard by the triggers.
      await runner.query('LOCK TABLE projects, tasks, comments, articles IN SHARE ROW EXCLUSIVE MODE');
      await addTriggers(runner);
    });
    for (const table of TABLES) await steps.batches(`entries of ${table}`, (after) => fillSome(runner, table, after));
    await steps.index('search_entries_project_idx', 'ON search_entries (project_id, kind, id)');
    // Without a list of what is not sorted in yet, which every search would have to read, and some write to empty.
    await steps.index(
      'search_entries_words_idx',
      'ON search_entries USING gin (search_lexemes(kind, project_id, content)) WITH (fastupdate = off)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['projects', 'tasks', 'comments', 'articles']) {
      await runner.query(`DROP TRIGGER ${table}_search_added ON ${table}`);
      await runner.query(`DROP TRIGGER ${table}_search_deleted ON ${table}`);
      await runner.query(`DROP TRIGGER ${table}_search_changed ON ${table}`);
      await runner.query(`DROP FUNCTION ${table}_search_added`);
      await runner.query(`DROP FUNCTION ${table}_search_changed`);
    }
    await runner.query('DROP FUNCTION forget_search_entries');
    await runner.query('DROP TABLE search_entries');
    await runner.query('DROP FUNCTION search_lexemes');
    await runner.query('DROP FUNCTION search_text');
  }
}

async function createEntries(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE search_entries (
      kind text NOT NULL,
      id bigint NOT NULL,
      project_id bigint,
      title text NOT NULL,
      content text NOT NULL,
      CONSTRAINT search_entries_pkey PRIMARY KEY (kind, id),
      CONSTRAINT search_entries_kind_check CHECK (kind IN ('task', 'comment', 'article', 'project'))
    )
  `);
}

async function addFunctions(runner: QueryRunner): Promise<void> {
  const [found] = (await runner.query(COLLATION)) as { collation: string | null }[];
  const collation = found?.collation ?? '';
  // Letters with a mark inside them (ø, ł) have no decomposition, so they are named. A CJK character counts as a word.
  await runner.query(`
    CREATE FUNCTION search_text(content text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
      plain text := lower(content ${collation});
    BEGIN
      IF octet_length(plain) > length(plain) THEN
        plain := lower(regexp_replace(normalize(plain, NFKD), '[\\u0300-\\u036F]+', '', 'g') ${collation});
        plain := translate(normalize(plain, NFKC), 'øłđħŧıς', 'oldhtiσ');
        plain := replace(replace(replace(plain, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
        plain := regexp_replace(plain, '([\\u3040-\\u30FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF])', ' \\1 ', 'g');
      END IF;
      plain := trim(regexp_replace(plain ${collation}, '[^[:alnum:]]+', ' ', 'g'));
      IF length(plain) > 64 AND plain ~ '[^ ]{65}' THEN
        plain := regexp_replace(plain, '([^ ]{64})[^ ]+', '\\1', 'g');
      END IF;
      RETURN plain;
    END $$
  `);
  // What the index holds of a row: its project, and its words, which are kept apart for each sixteenth of the projects.
  await runner.query(`
    CREATE FUNCTION search_lexemes(kind text, project_id bigint, content text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT (
        left(kind, 1) || '#' || coalesce(project_id, 0) ||
        replace(rtrim(content), ' ', ' ' || left(kind, 1) || coalesce(project_id, 0) % 16 || '/')
      )::tsvector
    $$
  `);
}

/** What each kind of row says about itself; comments have no title of their own. */
const ROWS = {
  projects: (source: string) => entriesOf('project', 'r.id', { title: 'r.name', body: 'r.description', source }),
  tasks: (source: string) => entriesOf('task', 'r.project_id', { title: 'r.title', body: 'r.description', source }),
  comments: (source: string) =>
    entriesOf('comment', 't.project_id', {
      title: `''`,
      body: 'r.body',
      source: `${source} r JOIN tasks t ON t.id = r.task_id`,
    }),
  articles: (source: string) => entriesOf('article', 'NULL::bigint', { title: 'r.title', body: 'r.body', source }),
};

/** Each text between blanks, so that a word is found by the blank before it. */
function entriesOf(kind: string, project: string, of: Record<'title' | 'body' | 'source', string>): string {
  return `
    SELECT '${kind}' AS kind, id, project_id, ' ' || ltrim(title || ' ') AS title,
      ' ' || ltrim(trim(title || ' ' || body) || ' ') AS content
    FROM (
      SELECT r.id, ${project} AS project_id, search_text(${of.title}) AS title, search_text(coalesce(${of.body}, '')) AS body
      FROM ${of.source.includes(' r ') ? of.source : `${of.source} r`}
    ) said`;
}

type Table = keyof typeof ROWS;

const TABLES = Object.keys(ROWS) as Table[];

const INDEX = 'INSERT INTO search_entries (kind, id, project_id, title, content)';

/** Whoever writes one of these rows ends first, or waits: the triggers would not find the entry that is under way. */
async function lockSome(runner: QueryRunner, table: Table, after: number): Promise<number[]> {
  const [from, which] =
    table === 'comments' ? ['comments r JOIN tasks t ON t.id = r.task_id', 'r, t'] : [`${table} r`, 'r'];
  const rows = (await runner.query(
    `SELECT r.id FROM ${from} WHERE r.id > $1 ORDER BY r.id LIMIT ${SOME} FOR SHARE OF ${which}`,
    [after],
  )) as { id: number }[];
  return rows.map(({ id }) => id);
}

/** @returns the last one */
async function fillSome(runner: QueryRunner, table: Table, after: number): Promise<number | undefined> {
  const ids = await lockSome(runner, table, after);
  const rows = ROWS[table](`(SELECT * FROM ${table} WHERE id = ANY($1::bigint[]))`);
  if (ids.length > 0) await runner.query(`${INDEX} ${rows} ON CONFLICT DO NOTHING`, [ids]);
  return ids.at(-1);
}

/** What is said about a row, and what else changes when it changes. */
const CHANGES: Record<Table, { kind: string; of: string; also?: string }> = {
  projects: { kind: 'project', of: 'name, description' },
  tasks: {
    kind: 'task',
    of: 'title, description, project_id',
    also: `
      IF OLD.project_id <> NEW.project_id THEN
        UPDATE search_entries e SET project_id = NEW.project_id
        FROM comments c WHERE c.task_id = NEW.id AND e.kind = 'comment' AND e.id = c.id;
      END IF;`,
  },
  comments: { kind: 'comment', of: 'body' },
  articles: { kind: 'article', of: 'title, body' },
};

async function addTriggers(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION forget_search_entries() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM search_entries e USING deleted WHERE e.kind = TG_ARGV[0] AND e.id = deleted.id;
      RETURN NULL;
    END $$
  `);
  for (const table of TABLES) await addTriggersTo(runner, table);
}

async function addTriggersTo(runner: QueryRunner, table: Table): Promise<void> {
  const { kind, of, also = '' } = CHANGES[table];
  await runner.query(`
    CREATE FUNCTION ${table}_search_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      ${INDEX} ${ROWS[table]('added')};
      RETURN NULL;
    END $$
  `);
  await runner.query(`
    CREATE FUNCTION ${table}_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE search_entries e SET project_id = s.project_id, title = s.title, content = s.content
      FROM (${ROWS[table]('(SELECT NEW.*)')}) s WHERE e.kind = s.kind AND e.id = s.id;${also}
      RETURN NULL;
    END $$
  `);
  await runner.query(`
    CREATE TRIGGER ${table}_search_added AFTER INSERT ON ${table} REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ${table}_search_added()
  `);
  const isChanged = of.split(', ').map((column) => `OLD.${column} IS DISTINCT FROM NEW.${column}`);
  await runner.query(`
    CREATE TRIGGER ${table}_search_changed AFTER UPDATE OF ${of} ON ${table} FOR EACH ROW
    WHEN (${isChanged.join(' OR ')}) EXECUTE FUNCTION ${table}_search_changed()
  `);
  await runner.query(`
    CREATE TRIGGER ${table}_search_deleted AFTER DELETE ON ${table} REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION forget_search_entries('${kind}')
  `);
}
