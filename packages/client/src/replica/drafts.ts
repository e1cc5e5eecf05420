import type { CreateTask, MoveTask, Task, UpdateTask } from '../api.js';

/** What one wants done to a task, in the words of the API. Ids below 0 are of tasks that the program doesn't know yet. */
export type Mutation =
  | { type: 'create'; fields: CreateTask; project: number; made: Task }
  | { type: 'change'; fields: UpdateTask; version?: number }
  | { type: 'move'; to: MoveTask; position: string }
  | { type: 'delete' }
  | { type: 'restore'; rows: readonly Task[] };

/** A change that is shown already and not yet confirmed; it can be kept and taken up again. */
export interface Draft {
  /** Counts those of this replica. */
  number: number;
  taskId: number;
  mutation: Mutation;
  /** The tasks that look different because of it. */
  reaches: readonly number[];
  idempotencyKey: string;
  requestId: string;
  /** Waits for its turn; is on its way, perhaps for a second time; is answered, and the feed has yet to show it. */
  state: 'waiting' | 'sent' | 'answered';
  /** The version that the program answered. */
  version?: number;
}

/** What the patch of a task makes of it; people and labels are looked up by their ids. */
export interface Lookup {
  person(id: number): Task['assignee'];
  label(id: number): Task['labels'][number] | undefined;
}

/** What a task looks like with a draft on top; undefined where it is not to be seen. */
export function applied(
  { mutation, state }: Draft,
  id: number,
  row: Task | undefined,
  lookup: Lookup,
): Task | undefined {
  switch (mutation.type) {
    case 'create':
      return row ?? { ...mutation.made, id };
    case 'change':
      return row && { ...row, ...fieldsShown(mutation.fields, row, lookup) };
    case 'move':
      if (!row || (mutation.to.project_id !== undefined && mutation.to.project_id !== row.project_id)) return undefined;
      return {
        ...row,
        position: mutation.position,
        status: state === 'answered' ? row.status : (mutation.to.status ?? row.status),
      };
    case 'delete':
      return undefined;
    case 'restore':
      return row ?? mutation.rows.find((one) => one.id === id);
  }
}

/** The fields of a patch as a task shows them. */
export function fieldsShown(fields: UpdateTask | CreateTask, row: Task, lookup: Lookup): Partial<Task> {
  const { assignee_id: assignee, label_ids: labels, recurrence, ...rest } = fields;
  const plain = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...plain,
    ...(assignee !== undefined && { assignee: assignee === null ? null : lookup.person(assignee) }),
    ...(labels && {
      labels: labels.flatMap((id) => lookup.label(id) ?? []).sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
    ...(recurrence !== undefined && {
      recurrence: recurrence && { rule: '', from: 'due_on' as const, ...row.recurrence, ...recurrence },
    }),
  };
}
