import type { TaskPriority } from '../task.entity.js';
import { isWatchedBy } from '../audience/task-watcher.entity.js';

/** What narrows a list beside the status; no index answers it. */
export interface TaskNarrowing {
  priority?: readonly TaskPriority[];
  /** Null for tasks of nobody. */
  assignee?: number | null;
  projectId?: number;
  /** The projects that an API token is for; it reaches no other. */
  only?: readonly number[];
  /** Null for tasks that are part of no other. */
  parent?: number | null;
  /** Whoever watches them, or does not. */
  watchedBy?: number;
  notWatchedBy?: number;
  /** Any of these. */
  labels?: readonly number[];
  /** The last and the first day on which they are due. */
  dueBefore?: string;
  dueAfter?: string;
  /** Overdue, or not, if this day is today. */
  overdueOn?: string;
  notOverdueOn?: string;
  updatedSince?: Date;
  /** Patterns that the title has, each of them. */
  title?: readonly string[];
}

/** Without case and accents. */
const TITLE = `regexp_replace(normalize(lower(t.title), NFKD), '[\\u0300-\\u036f]', '', 'g')`;
const OVERDUE = (today: string) => `(t.status <> 'done' AND COALESCE(t.due_on, 'infinity') < ${today}::date)`;

/** A filter is one line here. LIMIT 1 keeps a look-up for each task, whatever the planner thinks of their number. */
const CONDITIONS: { [Name in keyof Required<TaskNarrowing>]: (value: string) => string } = {
  priority: (values) => `t.priority = ANY(${values}::text[])`,
  assignee: (id) => `t.assignee_id IS NOT DISTINCT FROM ${id}::bigint`,
  projectId: (id) => `t.project_id = ${id}`,
  only: (ids) => `t.project_id = ANY(${ids}::bigint[])`,
  parent: (id) => `t.parent_id IS NOT DISTINCT FROM ${id}::bigint`,
  watchedBy: (id) => `${isWatchedBy('t.id', id)} IS TRUE`,
  notWatchedBy: (id) => `${isWatchedBy('t.id', id)} IS NOT TRUE`,
  labels: (ids) =>
    `(SELECT true FROM task_labels tl WHERE tl.task_id = t.id AND tl.label_id = ANY(${ids}::bigint[]) LIMIT 1)`,
  dueBefore: (day) => `t.due_on <= ${day}::date`,
  dueAfter: (day) => `t.due_on >= ${day}::date`,
  overdueOn: OVERDUE,
  notOverdueOn: (today) => `NOT ${OVERDUE(today)}`,
  updatedSince: (time) => `t.updated_at >= ${time}::timestamptz`,
  title: (patterns) => `${TITLE} ~ ALL(${patterns}::text[])`,
};

const NARROWINGS = Object.entries(CONDITIONS) as [keyof TaskNarrowing, (value: string) => string][];

/** As conditions of a statement about `t`, whose values gain theirs. */
export function narrow(narrowing: TaskNarrowing, values: unknown[]): string {
  let conditions = '';
  for (const [name, condition] of NARROWINGS) {
    const value = narrowing[name];
    if (value !== undefined) conditions += ` AND ${condition(`$${values.push(value)}`)}`;
  }
  return conditions;
}

/** For each word of a query the pattern of a title in which a word begins with it, without case and accents. */
export function patternsOf(query: string): string[] {
  const plain = query
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '');
  const words = plain.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => `(^|[^[:alnum:]])${word.replace(/[^\p{L}\p{N}]/gu, '\\$&')}`);
}
