import type { Task, TaskPriority } from '../task.entity.js';

/** The highest priority first. */
const RANKED: readonly TaskPriority[] = ['high', 'medium', 'low'];

/** An order of a list. Tasks with the same key are in the order of their ids, so every order is total. */
interface Sort {
  isDescending: boolean;
  /** What tasks are sorted by before their ids, as SQL about `t`, and where the list begins. Indexes have it so. */
  key?: { sql: string; type: string; first: string; of: (task: Task) => string };
}

/**
 * A new order is an entry here, an index on each list that has it (status, key and id after whose list it is) and a line
 * in `test/house/plans.spec.ts`.
 */
const SORTS = {
  id: { isDescending: false },
  '-id': { isDescending: true },
  due_on: {
    isDescending: false,
    key: {
      sql: `COALESCE(t.due_on, 'infinity')`,
      type: 'date',
      first: '-infinity',
      of: ({ dueOn }) => dueOn ?? 'infinity',
    },
  },
  '-updated_at': {
    isDescending: true,
    key: {
      sql: 't.updated_at',
      type: 'timestamptz',
      first: 'infinity',
      of: ({ updatedAt }) => updatedAt.toJSON(),
    },
  },
  '-priority': {
    isDescending: false,
    key: {
      sql: `array_position(ARRAY['${RANKED.join("', '")}'], t.priority)`,
      type: 'integer',
      first: '0',
      of: ({ priority }) => String(RANKED.indexOf(priority) + 1),
    },
  },
  position: {
    isDescending: false,
    key: { sql: 't.position', type: 'text', first: '', of: ({ position }) => position },
  },
} satisfies Record<string, Sort>;

export type TaskSort = keyof typeof SORTS;
export const TASK_SORTS = Object.keys(SORTS) as TaskSort[];
/** Positions of different projects have nothing to do with each other. */
export const SORTS_OF_ALL = TASK_SORTS.filter((sort) => sort !== 'position');

const sortOf = (name: TaskSort): Sort => SORTS[name];

/** What a cursor has to tell of a task beside its id. */
export function cursorKey(sort: TaskSort): (task: Task) => string | null {
  const { key } = sortOf(sort);
  return (task) => key?.of(task) ?? null;
}

/** Where a page begins: after the last task of the page before. */
interface PageStart {
  sort: TaskSort;
  after: number | null;
  afterKey: string | null;
}

/** The parts of a statement that reads one page. Its first parameter is an id, its second the number of rows. */
export class TaskOrder {
  /** What the page sorts by, each with where it begins. */
  private readonly steps: { sql: string; from: string }[];

  /** The statement's values so far; they gain what the order needs. */
  constructor(
    private readonly start: PageStart,
    values: unknown[],
  ) {
    const { key, isDescending } = sortOf(start.sort);
    values[0] = start.after ?? (isDescending ? Number.MAX_SAFE_INTEGER : 0);
    const byId = { sql: 't.id', from: '$1::bigint' };
    const byKey = key && { sql: key.sql, from: `$${values.push(start.afterKey ?? key.first)}::${key.type}` };
    this.steps = byKey ? [byKey, byId] : [byId];
  }

  /** The id and the key of a task, for a page that is put together from several ranges. */
  get found(): string {
    const { key } = sortOf(this.start.sort);
    return key ? `t.id, ${key.sql} AS key` : 't.id';
  }

  /** The order of what was found. */
  byFound(alias = ''): string {
    const { key } = sortOf(this.start.sort);
    return this.directed(key ? [`${alias}key`, `${alias}id`] : [`${alias}id`]);
  }

  /** Those behind the place where the page begins. */
  get after(): string {
    return this.behind(this.steps);
  }

  get by(): string {
    return this.directed(this.steps.map(({ sql }) => sql));
  }

  /**
   * The same within one status, as a range of an index. The order is named by the columns of that index, or the planner
   * might walk the primary key instead, past the tasks of everybody else.
   */
  within(status: string): { after: string; by: string } {
    const steps = [{ sql: 't.status', from: status }, ...this.steps];
    const end = sortOf(this.start.sort).isDescending ? '>=' : '<=';
    const after = `${this.behind(steps)} AND t.status ${end} ${status}`;
    return { after, by: this.directed(steps.map(({ sql }) => sql)) };
  }

  private behind(steps: { sql: string; from: string }[]): string {
    const operator = sortOf(this.start.sort).isDescending ? '<' : '>';
    return `(${steps.map(({ sql }) => sql).join(', ')}) ${operator} (${steps.map(({ from }) => from).join(', ')})`;
  }

  private directed(columns: string[]): string {
    return columns.map((column) => (sortOf(this.start.sort).isDescending ? `${column} DESC` : column)).join(', ');
  }
}
