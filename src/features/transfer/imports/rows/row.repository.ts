import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import type { Label } from '../../../labels/label.entity.js';
import type { TaskRelation } from '../../../relations/relation.entity.js';
import type { TaskStatus } from '../../../tasks/task.entity.js';

const LABELS = 'SELECT id, name, name_key AS "nameKey", color FROM labels WHERE project_id = $1';
const ADD_LABELS = `
  INSERT INTO labels (project_id, name, name_key, color)
  SELECT $1, l.* FROM unnest($2::text[], $3::text[], $4::text[]) AS l (name, name_key, color)
  ON CONFLICT DO NOTHING RETURNING id, project_id AS "projectId", name, color`;

/** By the one member who is called so, or, for whoever may read accounts, has that address. */
const ASSIGN = `
  WITH named AS (
    SELECT lower(u.display_name) AS name, min(u.id) AS id FROM project_members m JOIN users u ON u.id = m.user_id AND u.is_active
    WHERE m.project_id = $1 GROUP BY lower(u.display_name) HAVING count(*) = 1
    UNION
    SELECT lower(u.email), u.id FROM project_members m JOIN users u ON u.id = m.user_id AND u.is_active
    WHERE m.project_id = $1 AND $2
  )
  UPDATE import_entries e SET assignee_id = n.id FROM named n
  WHERE e.kind = 'task' AND lower(e.fields->>'assignee') = n.name`;

const NOBODY = `
  SELECT fields->>'assignee' AS name, count(*)::integer AS count FROM import_entries
  WHERE kind = 'task' AND row_id IS NULL AND assignee_id IS NULL AND fields->>'assignee' <> ''
  GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`;

const LOCK_PEOPLE = `
  SELECT FROM users WHERE id IN (SELECT assignee_id FROM import_entries WHERE assignee_id IS NOT NULL)
  ORDER BY id FOR KEY SHARE`;

/** Numbers, places and ids for all that is new, with one write of the counter, which the project's order is held by. */
const RESERVE = `
  UPDATE project_counters SET last_task_number = last_task_number + $2, last_place = last_place + $2
  WHERE project_id = $1 RETURNING last_task_number - $2 AS number, last_place - last_task_number AS ahead`;

const NUMBER_TASKS = `
  UPDATE import_entries e SET number = $1 + n.nth, row_id = n.row_id, turn = n.turn, is_new = true
  FROM (
    SELECT o.*, nextval(pg_get_serial_sequence('all_tasks', 'id')) AS row_id FROM (
      SELECT nth AS id, row_number() OVER (ORDER BY nth) AS nth, row_number() OVER (ORDER BY level, nth) AS turn
      FROM import_entries WHERE kind = 'task' AND row_id IS NULL ORDER BY import_entries.nth
    ) o
  ) n WHERE n.id = e.nth`;

const NUMBER_COMMENTS = `
  UPDATE import_entries e SET row_id = n.row_id, turn = n.turn, is_new = true
  FROM (
    SELECT o.*, nextval(pg_get_serial_sequence('comments', 'id')) AS row_id FROM (
      SELECT nth AS id, row_number() OVER (ORDER BY nth) AS turn
      FROM import_entries WHERE kind = 'comment' AND row_id IS NULL ORDER BY nth
    ) o
  ) n WHERE n.id = e.nth`;

const POINT = (column: string, name: string) => `
  UPDATE import_entries e SET ${column} = t.row_id FROM import_entries t
  WHERE e.${name} IS NOT NULL AND t.kind = 'task' AND t.external_id = e.${name}`;

const INDEX_TURNS = 'CREATE INDEX import_entries_turn_idx ON import_entries (kind, turn) WHERE is_new';

/** The next ones in turn: parents before what is part of them. The first parameter is the project. */
const ADD_TASKS = `
  INSERT INTO all_tasks (id, project_id, number, position, parent_id, title, description, status, priority, assignee_id,
    start_on, due_on, recurrence)
  SELECT e.row_id, $1, e.number, lpad(to_hex(e.number + $2::bigint), 8, '0'), e.task_row, e.fields->>'title',
    e.fields->>'description', coalesce(e.fields->>'status', 'todo'), coalesce(e.fields->>'priority', 'medium'), e.assignee_id,
    (e.fields->>'start_on')::date, (e.fields->>'due_on')::date, nullif(e.fields->'recurrence', 'null'::jsonb)
  FROM import_entries e WHERE e.kind = 'task' AND e.is_new AND e.turn > $3 AND e.turn <= $4
  ORDER BY e.turn RETURNING id, title, status, assignee_id AS "assigneeId"`;

const ADD_TASK_LABELS = `
  INSERT INTO task_labels (task_id, label_id)
  SELECT DISTINCT e.row_id, l.id FROM import_entries e
  CROSS JOIN LATERAL jsonb_array_elements_text(e.fields->'labels') AS k (name_key)
  JOIN labels l ON l.project_id = $1 AND l.name_key = k.name_key
  WHERE e.kind = 'task' AND e.is_new AND e.turn > $2 AND e.turn <= $3`;

const ADD_COMMENTS = `
  INSERT INTO comments (id, task_id, author_id, body)
  SELECT e.row_id, e.task_row, $1, e.fields->>'body' FROM import_entries e
  WHERE e.kind = 'comment' AND e.is_new AND e.turn > $2 AND e.turn <= $3 ORDER BY e.turn RETURNING id`;

/** One at a time in the whole installation, as for one relation: a circle can lead through any tasks. */
const LOCK_BLOCKING = 'SELECT pg_advisory_xact_lock(70415704)';

/** The new ones that block, and those that are reached from where they end. */
const BLOCKING = `
  WITH RECURSIVE reached AS (
    SELECT other_row AS id FROM import_entries WHERE kind = 'relation' AND fields->>'type' = 'blocks'
    UNION SELECT r.to_task_id FROM reached JOIN task_relations r ON r.from_task_id = reached.id AND r.type = 'blocks'
  )
  SELECT nth, place, task_row AS "from", other_row AS "to" FROM import_entries
  WHERE kind = 'relation' AND fields->>'type' = 'blocks'
  UNION ALL
  SELECT NULL, NULL, r.from_task_id, r.to_task_id FROM reached
  JOIN task_relations r ON r.from_task_id = reached.id AND r.type = 'blocks'`;

const ADD_RELATIONS = `
  INSERT INTO task_relations (from_task_id, type, to_task_id)
  SELECT CASE WHEN x.is_loose THEN least(x.task_row, x.other_row) ELSE x.task_row END, x.type,
    CASE WHEN x.is_loose THEN greatest(x.task_row, x.other_row) ELSE x.other_row END
  FROM (
    SELECT e.*, e.fields->>'type' AS type, e.fields->>'type' = 'relates_to' AS is_loose
    FROM import_entries e WHERE e.kind = 'relation' ORDER BY e.nth
  ) x
  ON CONFLICT DO NOTHING RETURNING id, type, from_task_id AS "taskId", to_task_id AS "relatedTaskId"`;

/** A task with more relations than one can have. */
const CROWDED = `
  SELECT t.row_id FROM import_entries t
  WHERE t.kind = 'task' AND t.row_id IN (
    SELECT unnest(ARRAY[task_row, other_row]) FROM import_entries WHERE kind = 'relation'
  ) AND (SELECT count(*) FROM task_relations r WHERE r.from_task_id = t.row_id OR r.to_task_id = t.row_id) > 100 LIMIT 1`;

const KEEP_IDS = `
  INSERT INTO external_ids (project_id, kind, external_id, row_id)
  SELECT $1, kind, external_id, row_id FROM import_entries WHERE is_new AND external_id IS NOT NULL
  ON CONFLICT (project_id, kind, external_id) DO UPDATE SET row_id = excluded.row_id`;

const COUNTS = `SELECT kind, is_new AS "isNew", count(*)::integer AS count FROM import_entries GROUP BY 1, 2`;

const COUNT_NEW = `SELECT count(*)::integer AS count FROM import_entries WHERE kind = 'task' AND row_id IS NULL`;

const LOCK_SOURCE = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 70415705))';
const FIND_PROJECT = `
  SELECT p.id FROM external_ids x JOIN projects p ON p.id = x.project_id AND p.owner_id = $1
  WHERE x.external_id = $2 AND x.kind = 'project' ORDER BY p.id LIMIT 1`;
const KEEP_PROJECT = `
  INSERT INTO external_ids (project_id, kind, external_id, row_id) VALUES ($1, 'project', $2, $1) ON CONFLICT DO NOTHING`;

type Row = Record<string, unknown>;

export interface AddedTask {
  id: number;
  title: string;
  status: TaskStatus;
  assigneeId: number | null;
}

export interface AddedRelation {
  id: number;
  type: TaskRelation['type'];
  taskId: number;
  relatedTaskId: number;
}

/** How many of what was staged are new, and how many were there. */
export interface KindCount {
  kind: 'task' | 'comment' | 'relation';
  isNew: boolean;
  count: number;
}

/** That one task blocks another; with its place in the file, where it stands there. */
export interface Blocking {
  nth: number | null;
  place: string | null;
  from: number;
  to: number;
}

type KnownLabel = Pick<Label, 'id' | 'name' | 'nameKey' | 'color'>;

/** Makes rows of what is staged. */
@Injectable()
export class RowRepository {
  constructor(private readonly db: Database) {}

  /** The same file comes twice at the same time: the second one waits. Null where it was not imported before. */
  async findProject(ownerId: number, externalId: string): Promise<number | null> {
    await this.db.execute(LOCK_SOURCE, [`${ownerId} ${externalId}`]);
    return (await this.db.query<{ id: number }>(FIND_PROJECT, [ownerId, externalId]))[0]?.id ?? null;
  }

  async keepProject(projectId: number, externalId: string): Promise<void> {
    await this.db.execute(KEEP_PROJECT, [projectId, externalId]);
  }

  labels(projectId: number): Promise<KnownLabel[]> {
    return this.db.query<KnownLabel & Row>(LABELS, [projectId]);
  }

  addLabels(projectId: number, labels: readonly Omit<KnownLabel, 'id'>[]): Promise<Label[]> {
    const list = (part: 'name' | 'nameKey' | 'color') => labels.map((label) => label[part]);
    return this.db.query<Label & Row>(ADD_LABELS, [projectId, list('name'), list('nameKey'), list('color')]);
  }

  /** Finds whom tasks are given to, and locks their accounts: before the project is held. */
  async assign(projectId: number, byEmail: boolean): Promise<void> {
    await this.db.execute(ASSIGN, [projectId, byEmail]);
    await this.db.execute(LOCK_PEOPLE);
  }

  /** The names of those whom new tasks can't be given to. */
  unknownPeople(): Promise<{ name: string; count: number }[]> {
    return this.db.query<{ name: string; count: number }>(NOBODY);
  }

  /** Gives everything that is new its id. Call `TaskService.hold` before. @returns how far places are ahead of numbers */
  async number(projectId: number): Promise<{ ahead: number; tasks: number; comments: number }> {
    const [{ count: tasks } = { count: 0 }] = await this.db.query<{ count: number }>(COUNT_NEW);
    const [reserved] = await this.db.query<{ number: number; ahead: number }>(RESERVE, [projectId, tasks]);
    await this.db.execute(NUMBER_TASKS, [reserved?.number ?? 0]);
    const comments = await this.db.execute(NUMBER_COMMENTS);
    await this.db.execute(POINT('task_row', 'task'));
    await this.db.execute(POINT('other_row', 'other'));
    await this.db.execute(INDEX_TURNS);
    return { ahead: reserved?.ahead ?? 0, tasks, comments };
  }

  /** Those after this turn, up to that one, with their labels. */
  async addTasks(projectId: number, ahead: number, [after, upTo]: [number, number]): Promise<AddedTask[]> {
    const tasks = await this.db.query<AddedTask & Row>(ADD_TASKS, [projectId, ahead, after, upTo]);
    await this.db.execute(ADD_TASK_LABELS, [projectId, after, upTo]);
    return tasks;
  }

  async addComments(authorId: number, [after, upTo]: [number, number]): Promise<number[]> {
    const rows = await this.db.query<{ id: number }>(ADD_COMMENTS, [authorId, after, upTo]);
    return rows.map(({ id }) => id);
  }

  /** Until the transaction ends, nobody else adds one. */
  async blocking(): Promise<Blocking[]> {
    await this.db.execute(LOCK_BLOCKING);
    return this.db.query<Blocking & Row>(BLOCKING);
  }

  addRelations(): Promise<AddedRelation[]> {
    return this.db.query<AddedRelation & Row>(ADD_RELATIONS);
  }

  async isCrowded(): Promise<boolean> {
    return (await this.db.query(CROWDED)).length > 0;
  }

  /** So that everything is known when it comes again. */
  async keepIds(projectId: number): Promise<void> {
    await this.db.execute(KEEP_IDS, [projectId]);
  }

  counts(): Promise<KindCount[]> {
    return this.db.query<KindCount & Row>(COUNTS);
  }
}
