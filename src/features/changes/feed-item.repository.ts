import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import { FeedKinds } from '../projects/feed-kinds/feed-kinds.service.js';
import type { FeedItem } from './project-change.entity.js';

/** How a change of one thing reaches others. */
export type Reach = 'task' | 'shown task' | 'label' | 'key' | 'restored project' | 'renamed person' | 'gone person';

/** From which thing, and which event it was. */
export interface ReachOrigin {
  id: number;
  nth: number;
}

/** The tasks that a thing hangs on; a thing that is not in the project has none. */
export interface TaskLinks {
  taskId: number | null;
  otherTaskId: number | null;
}

type Reached = FeedItem & { nth: number };
type Row = Record<string, unknown>;

const ASKED = 'unnest($1::integer[], $2::bigint[]) AS a (nth, id)';
/** A look-up for each of them, whatever the planner thinks of their number: OFFSET keeps it from joining them all. */
const from = (select: string) => `SELECT a.nth, x.* FROM ${ASKED} CROSS JOIN LATERAL (${select} OFFSET 0) x`;
const known = (where: string) =>
  from(`SELECT c.project_id AS "projectId", c.kind, c.id FROM project_changes c WHERE ${where}`);

const KNOWN_OF_TASK = `${known('c.task_id = a.id')} UNION ${known('c.other_task_id = a.id')}`;

const LABEL = from(`
  SELECT t.project_id AS "projectId", 'task' AS kind, t.id FROM task_labels tl JOIN tasks t ON t.id = tl.task_id
  WHERE tl.label_id = a.id`);

/** The refs of a project's tasks are shown by these, and by relations of tasks of other projects. */
const KEY = `
  ${known(`c.project_id = a.id AND c.kind IN ('task', 'relation')`)}
  UNION ALL ${from(`
    SELECT c.project_id AS "projectId", c.kind, c.id FROM all_tasks t JOIN project_changes c ON c.other_task_id = t.id
    WHERE t.project_id = a.id AND c.project_id <> a.id`)}`;

const RESTORED_PROJECT = known('c.project_id = a.id AND c.deleted');

const RENAMED_PERSON = from(`
  SELECT project_id AS "projectId", 'member' AS kind, user_id AS id FROM project_members WHERE user_id = a.id
  UNION ALL SELECT id, 'project', id FROM projects WHERE owner_id = a.id
  UNION ALL SELECT project_id, 'task', id FROM tasks WHERE assignee_id = a.id
  UNION ALL SELECT t.project_id, 'comment', c.id FROM comments c JOIN tasks t ON t.id = c.task_id
    WHERE c.author_id = a.id
  UNION ALL SELECT t.project_id, 'file', f.id FROM files f JOIN tasks t ON t.id = f.task_id WHERE f.author_id = a.id`);

const GONE_PERSON = `
  WITH gone AS (DELETE FROM account_traces WHERE user_id = ANY ($2::bigint[]) RETURNING *)
  SELECT a.nth, g.project_id AS "projectId", g.kind, g.id FROM ${ASKED} JOIN gone g ON g.user_id = a.id`;

/** The same for one thing each. */
const linksOf = (things: string) => `
  SELECT a.nth, x.task_id AS "taskId", x.other_task_id AS "otherTaskId"
  FROM unnest($1::integer[], $2::bigint[], $3::bigint[]) AS a (nth, project_id, id)
  CROSS JOIN LATERAL (SELECT * FROM (${things}) t WHERE t.project_id = a.project_id AND t.id = a.id LIMIT 1) x`;

/** Looks at the things themselves. */
@Injectable()
export class FeedItemRepository {
  constructor(
    private readonly db: Database,
    private readonly kinds: FeedKinds,
  ) {}

  /** What is there of these, by their places. */
  async links(things: readonly FeedItem[]): Promise<Map<number, TaskLinks>> {
    const kinds = [...new Set(things.map(({ kind }) => kind))];
    const found = await Promise.all(kinds.map((kind) => this.linksOf(kind, things)));
    return new Map(found.flat().map((row) => [row.nth as number, row]));
  }

  /** What else has changed with these, in the feeds and beside them. */
  reached(reach: Reach, from: readonly ReachOrigin[]): Promise<Reached[]> {
    return this.db.query<Reached & Row>(this.statements[reach], [from.map(({ nth }) => nth), from.map(({ id }) => id)]);
  }

  /** All that is in a project besides its tasks and what hangs on them. */
  async besideTasks(projectId: number): Promise<FeedItem[]> {
    const texts = this.kinds.names.flatMap((name) => {
      const { things, ofTask } = this.kinds.get(name);
      return ofTask ? [] : [`SELECT '${name}' AS kind, id FROM (${things}) t WHERE project_id = $1`];
    });
    const rows = await this.db.query<Omit<FeedItem, 'projectId'> & Row>(texts.join(' UNION ALL '), [projectId]);
    return rows.map(({ kind, id }) => ({ projectId, kind, id }));
  }

  /** These tasks, and what hangs on them. */
  async onTasks(projectId: number, taskIds: readonly number[]): Promise<FeedItem[]> {
    const reached = await this.db.query<Reached & Row>(this.hanging, [taskIds.map((_, nth) => nth), taskIds]);
    return reached.filter((thing) => thing.projectId === projectId);
  }

  private linksOf(kind: FeedKindName, things: readonly FeedItem[]): Promise<(TaskLinks & Row)[]> {
    const places = [...things.keys()].filter((nth) => things[nth]?.kind === kind);
    const list = (part: 'projectId' | 'id') => places.map((nth) => things[nth]?.[part]);
    return this.db.query(linksOf(this.kinds.get(kind).things), [places, list('projectId'), list('id')]);
  }

  private get statements(): Record<Reach, string> {
    return {
      task: `${KNOWN_OF_TASK} UNION ${this.hanging} UNION ${this.showing}`,
      'shown task': this.showing,
      label: LABEL,
      key: KEY,
      'restored project': RESTORED_PROJECT,
      'renamed person': RENAMED_PERSON,
      'gone person': GONE_PERSON,
    };
  }

  private get hanging(): string {
    const ofTasks = this.kinds.names.filter((name) => this.kinds.get(name).ofTask);
    return ofTasks.map((name) => this.live(name, 'task_id')).join(' UNION ALL ');
  }

  /** What shows a task besides its own. Looked up where it is: that is little, while a feed grows with every task. */
  private get showing(): string {
    return this.live('relation', 'other_task_id');
  }

  private live(name: FeedKindName, tie: 'task_id' | 'other_task_id'): string {
    const { things } = this.kinds.get(name);
    return from(`SELECT t.project_id AS "projectId", '${name}' AS kind, t.id FROM (${things}) t WHERE t.${tie} = a.id`);
  }
}
