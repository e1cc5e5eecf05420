import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import type { FieldError } from '../../../../platform/errors/app-error.js';
import type { Found } from '../../sources/source.js';

/** What a file has, until the transaction ends. Its statements may take longer than those of other requests. */
const CREATE = [
  `SET LOCAL statement_timeout = '120s'`,
  `CREATE TEMP TABLE import_entries (
    nth integer PRIMARY KEY,
    place text NOT NULL,
    kind text NOT NULL,
    external_id text,
    is_named boolean NOT NULL,
    task text,
    other text,
    fields jsonb NOT NULL,
    level integer,
    turn integer,
    number integer,
    assignee_id bigint,
    row_id bigint,
    task_row bigint,
    other_row bigint,
    is_new boolean NOT NULL DEFAULT false
  ) ON COMMIT DROP`,
];

const ADD = `
  INSERT INTO import_entries (nth, place, kind, external_id, is_named, task, other, fields)
  SELECT * FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::jsonb[])`;

/** What has no name of its own is known by what it says; what says the same is counted. */
const COUNT_ALIKE = `
  UPDATE import_entries e SET external_id = e.external_id || '/' || c.nth
  FROM (
    SELECT nth AS id, row_number() OVER (PARTITION BY kind, external_id ORDER BY nth) AS nth
    FROM import_entries WHERE NOT is_named AND external_id IS NOT NULL
  ) c WHERE c.id = e.nth AND c.nth > 1`;

const INDEX = [
  'CREATE INDEX import_entries_name_idx ON import_entries (kind, external_id)',
  'CREATE INDEX import_entries_task_idx ON import_entries (task)',
  'ANALYZE import_entries',
];

/** Deletes what is wrong, and says it. */
const drop = (which: string, code: FieldError['code'], words: { field: string; message: string }) => `
  WITH wrong AS (DELETE FROM import_entries e WHERE ${which} RETURNING nth, place)
  SELECT place || '${words.field}' AS field, '${code}' AS code, '${words.message}' AS message FROM wrong ORDER BY nth`;

const TWICE = drop(
  `e.nth IN (
    SELECT nth FROM (
      SELECT nth, row_number() OVER (PARTITION BY kind, external_id ORDER BY nth) AS turn
      FROM import_entries WHERE external_id IS NOT NULL
    ) c WHERE turn > 1
  )`,
  'format',
  { field: '.id', message: 'is the id of a line before, too' },
);

/** Rows that came from this file before, wherever they are now. */
const KNOW = (kind: string, table: string) => `
  UPDATE import_entries e SET row_id = x.row_id FROM external_ids x JOIN ${table} t ON t.id = x.row_id
  WHERE x.project_id = $1 AND x.kind = '${kind}' AND e.kind = x.kind AND x.external_id = e.external_id`;

/** The rows themselves, where the file is an export of this project. $2: how their names begin. */
const KNOW_OWN_TASKS = `
  UPDATE import_entries e SET row_id = t.id FROM all_tasks t
  WHERE e.kind = 'task' AND e.row_id IS NULL AND t.project_id = $1 AND e.external_id = $2 || 'tasks/' || t.id`;
const KNOW_OWN_COMMENTS = `
  UPDATE import_entries e SET row_id = c.id FROM comments c JOIN all_tasks t ON t.id = c.task_id
  WHERE e.kind = 'comment' AND e.row_id IS NULL AND t.project_id = $1 AND e.external_id = $2 || 'comments/' || c.id`;

/** How deep a task of the project is. */
const LEVEL_OF = (id: string) => `
  (WITH RECURSIVE line AS (
    SELECT l.parent_id FROM tasks l WHERE l.id = ${id} AND l.project_id = $1
    UNION ALL SELECT l.parent_id FROM line JOIN tasks l ON l.id = line.parent_id
  ) SELECT nullif(count(*), 0) FROM line)`;

/** From those that are part of none, down. What is in a circle, and what is below it, is not reached. */
const LEVELS = `
  WITH RECURSIVE tree AS (
    SELECT e.nth, e.external_id, CASE WHEN p.row_id IS NULL THEN 1 ELSE ${LEVEL_OF('p.row_id')} + 1 END AS level
    FROM import_entries e LEFT JOIN import_entries p ON p.kind = 'task' AND p.external_id = e.task
    WHERE e.kind = 'task' AND e.row_id IS NULL AND (e.task IS NULL OR p.row_id IS NOT NULL)
    UNION ALL
    SELECT c.nth, c.external_id, tree.level + 1 FROM tree JOIN import_entries c ON c.kind = 'task' AND c.task = tree.external_id
    WHERE c.row_id IS NULL AND tree.level <= 5
  )
  UPDATE import_entries e SET level = tree.level FROM tree WHERE tree.nth = e.nth`;

const LOST = drop(`e.kind = 'task' AND e.row_id IS NULL AND coalesce(e.level, 6) > 5`, 'unknown', {
  field: '.parent_id',
  message: 'must be a task that is imported, no circle, and at most 4 levels above',
});

const HOMELESS = drop(
  `e.kind = 'comment' AND e.row_id IS NULL
    AND NOT EXISTS (SELECT FROM import_entries t WHERE t.kind = 'task' AND t.external_id = e.task)`,
  'unknown',
  { field: '.task_id', message: 'must be a task that is imported' },
);

const LOOSE = drop(
  `e.kind = 'relation' AND (e.task = e.other OR 2 > (
    SELECT count(*) FROM import_entries t WHERE t.kind = 'task' AND t.external_id IN (e.task, e.other)
  ))`,
  'unknown',
  { field: '.other_task_id', message: 'and task_id must be two tasks that are imported' },
);

const DROP = 'DELETE FROM import_entries WHERE nth = ANY ($1::integer[])';

/** What came in, and waits to become rows. */
export type Staged = Found & { task: string | null; other: string | null };

/** A table of what a file has. It lives in the open transaction, and ends with it. */
@Injectable()
export class StageRepository {
  constructor(private readonly db: Database) {}

  async open(): Promise<void> {
    for (const statement of CREATE) await this.db.execute(statement);
  }

  async add(first: number, entries: readonly Staged[]): Promise<void> {
    await this.db.execute(ADD, [
      entries.map((_, nth) => first + nth),
      entries.map(({ place }) => place),
      entries.map(({ kind }) => kind),
      entries.map(({ externalId }) => externalId),
      entries.map(({ fields }) => fields['byContent'] !== true),
      entries.map(({ task }) => task),
      entries.map(({ other }) => other),
      entries.map(({ fields }) => JSON.stringify(fields)),
    ]);
  }

  /** When all is there. @returns what is wrong, and is out again */
  async close(): Promise<FieldError[]> {
    await this.db.execute(COUNT_ALIKE);
    const wrong = await this.faults(TWICE);
    for (const statement of INDEX) await this.db.execute(statement);
    return wrong;
  }

  /** Finds what the project has already, and where the rest belongs. @returns as `close` does */
  async place(projectId: number, ownPrefix: string | null): Promise<FieldError[]> {
    await this.db.execute(KNOW('task', 'all_tasks'), [projectId]);
    await this.db.execute(KNOW('comment', 'comments'), [projectId]);
    if (ownPrefix !== null) await this.db.execute(KNOW_OWN_TASKS, [projectId, ownPrefix]);
    if (ownPrefix !== null) await this.db.execute(KNOW_OWN_COMMENTS, [projectId, ownPrefix]);
    await this.db.execute(LEVELS, [projectId]);
    const wrong = [];
    for (const statement of [LOST, HOMELESS, LOOSE]) wrong.push(...(await this.faults(statement)));
    return wrong;
  }

  async drop(nths: readonly number[]): Promise<void> {
    await this.db.execute(DROP, [nths]);
  }

  private faults(statement: string): Promise<FieldError[]> {
    return this.db.query<FieldError & Record<string, never>>(statement);
  }
}
