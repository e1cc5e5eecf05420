import type { Task, UpdateTask } from '../api.js';
import type { ApiError } from '../api-error.js';
import type { Board } from './board.js';
import { type Draft, fieldsShown } from './drafts.js';
import type { FeedLine } from './kinds.js';
import { isSame } from './rows.js';

/** Somebody else has changed the task since the version that a change was meant for. */
export interface Conflict {
  taskId: number;
  /** What was to be changed. */
  fields: UpdateTask;
  /** The task as the program has it now. */
  theirs: Task;
}

/** What is to be done: the same again over what is there now, nothing, or something else over what is there now. */
export type ConflictAnswer = 'mine' | 'theirs' | { fields: UpdateTask };

interface Options {
  board: Board;
  projectId: number;
  onConflict: ((conflict: Conflict) => ConflictAnswer | Promise<ConflictAnswer>) | undefined;
  /** Whether the task can still be read. */
  isThere: (id: number) => Promise<boolean>;
  onRefused: (error: ApiError, taskId: number) => void;
  /** Something may look different. */
  changed: () => void;
}

interface Waiter {
  resolve(task: Task | null): void;
  reject(error: ApiError): void;
}

/** What becomes of drafts: they are sent, answered or refused, and stay on top until the feed has caught up. */
export class DraftLifecycle {
  private readonly waiters = new Map<Draft, Waiter>();
  private readonly ids = new Map<number, number>();
  private readonly keys = new Map<number, number>();
  private readonly uncertain = new WeakSet<Draft>();

  constructor(private readonly options: Options) {}

  /** The true id of a task that was made here, once it is known. */
  idOf(id: number): number {
    return this.ids.get(id) ?? id;
  }

  /** The id that a task was first shown with. */
  keyOf(id: number): number {
    return this.keys.get(id) ?? id;
  }

  /** Resolves with what the program answers to the draft. */
  outcomeOf(draft: Draft): Promise<Task | null> {
    return new Promise((resolve, reject) => this.waiters.set(draft, { resolve, reject }));
  }

  next(): Draft | undefined {
    return this.options.board.drafts.find(({ state }) => state !== 'answered');
  }

  sent(draft: Draft): void {
    if (draft.state === 'sent') this.uncertain.add(draft);
    draft.state = 'sent';
  }

  answered(draft: Draft, task: Task | null): void {
    const { board, projectId } = this.options;
    if (task && draft.taskId < 0) this.bind(draft, task.id);
    if (task && draft.mutation.type === 'restore') board.revive(task.id);
    if (task) this.passOn(draft, task);
    if (task) board.learn(task, projectId);
    this.rest(draft, task);
    this.waiters.get(draft)?.resolve(task);
    this.waiters.delete(draft);
    this.options.changed();
  }

  async refused(draft: Draft, error: ApiError): Promise<void> {
    const current = error.status === 412 ? (error.current as Task) : undefined;
    if (draft.mutation.type === 'delete' && error.status === 404) return this.answered(draft, null);
    if (current && draft.mutation.type === 'change') {
      if (this.uncertain.has(draft) && isDone(draft.mutation, current)) return this.answered(draft, current);
      if (await this.isSettled(draft, draft.mutation, current)) return;
    }
    this.giveUp(draft, error);
    this.options.changed();
  }

  /** What the feed says: some drafts can go now. */
  take(line: FeedLine): void {
    const { board } = this.options;
    const made = board.drafts.find(({ taskId, requestId }) => taskId < 0 && requestId === line.request_id);
    if (made?.mutation.type === 'create' && line.kind === 'task' && !line.deleted) this.bind(made, line.id);
    board.take(line);
    if (line.kind !== 'task') return;
    for (const draft of board.drafts)
      if (draft.state === 'answered' && draft.reaches.includes(line.id)) this.catchUp(draft, line);
  }

  /** Nothing of it will be answered any more. */
  giveUpAll(error: ApiError): void {
    for (const draft of this.options.board.drafts) this.giveUp(draft, error);
  }

  /** A later change that was meant for what this one has made of the task is meant for the version that it has now. */
  private passOn(draft: Draft, { version }: Task): void {
    for (const { mutation, taskId } of this.options.board.drafts)
      if (mutation.type === 'change' && taskId === draft.taskId && mutation.version === version - 1)
        mutation.version = version;
  }

  /** Until the feed shows what was answered, the draft stays on top: otherwise older news would show for a moment. */
  private rest(draft: Draft, task: Task | null): void {
    const { board, projectId } = this.options;
    const { type } = draft.mutation;
    if (type === 'create' || type === 'change') return board.drop(draft);
    if (type === 'restore') this.unbury(draft);
    const isOver =
      type === 'delete'
        ? draft.reaches.every((id) => board.isGone(id))
        : type === 'move' && task?.project_id === projectId && board.hasFed(task.id, task.version);
    if (isOver) board.drop(draft);
    else board.change(draft, { state: 'answered', ...(task && { version: task.version }) });
  }

  /** What was deleted before is to be seen again. */
  private unbury({ reaches }: Draft): void {
    const { board } = this.options;
    for (const draft of board.drafts)
      if (draft.mutation.type === 'delete' && draft.state === 'answered') this.release(draft, reaches);
  }

  private catchUp(draft: Draft, line: FeedLine): void {
    const { version = 0 } = draft;
    const seen = (line.data as Task | null)?.version ?? 0;
    const { type } = draft.mutation;
    if (type === 'move' && (line.deleted || seen >= version)) this.options.board.drop(draft);
    if (type === 'restore' && !line.deleted && seen > buriedVersion(draft, line.id)) this.release(draft, [line.id]);
    if (type === 'delete' && line.deleted) this.release(draft, [line.id]);
    if (type === 'delete' && !line.deleted) void this.look(draft, line.id);
  }

  /** Either the feed is behind, or somebody has brought it back. */
  private async look(draft: Draft, id: number): Promise<void> {
    if (!(await this.options.isThere(id).catch(() => false))) return;
    this.release(draft, [id]);
    this.options.changed();
  }

  private release(draft: Draft, ids: readonly number[]): void {
    const { board } = this.options;
    const reaches = draft.reaches.filter((id) => !ids.includes(id));
    if (reaches.length === 0) board.drop(draft);
    else board.change(draft, { reaches });
  }

  /** A task that was made here has its true id, for all that was done to it since, too. */
  private bind(draft: Draft, id: number): void {
    const { board } = this.options;
    const made = draft.taskId;
    this.ids.set(made, id);
    this.keys.set(id, made);
    for (const one of board.drafts.filter(({ reaches }) => reaches.includes(made)))
      board.change(one, {
        taskId: this.idOf(one.taskId),
        reaches: one.reaches.map((reached) => this.idOf(reached)),
      });
  }

  private async isSettled(
    draft: Draft,
    mutation: { fields: UpdateTask; version?: number },
    theirs: Task,
  ): Promise<boolean> {
    const { board, onConflict, projectId, changed } = this.options;
    board.learn(theirs, projectId);
    if (!onConflict) return false;
    const answer = await onConflict({ taskId: draft.taskId, fields: mutation.fields, theirs });
    mutation.version = theirs.version;
    if (answer !== 'theirs') {
      if (answer !== 'mine') mutation.fields = answer.fields;
      board.change(draft, { state: 'waiting' });
    } else {
      board.drop(draft);
      this.waiters.get(draft)?.resolve(theirs);
    }
    changed();
    return true;
  }

  /** What was done to a task that could not be made goes with it. */
  private giveUp(draft: Draft, error: ApiError): void {
    const { board, onRefused } = this.options;
    board.drop(draft);
    this.waiters.get(draft)?.reject(error);
    this.waiters.delete(draft);
    onRefused(error, draft.taskId);
    if (draft.mutation.type === 'create' && draft.taskId < 0)
      for (const later of board.drafts.filter(({ taskId }) => taskId === draft.taskId)) this.giveUp(later, error);
  }
}

/** The version that a task had in the trash, at the least: to be deleted was a change, too. */
function buriedVersion({ mutation }: Draft, id: number): number {
  const row = mutation.type === 'restore' ? mutation.rows.find((one) => one.id === id) : undefined;
  return row ? row.version + 1 : 0;
}

/** Whether the program has done it although its answer was lost. */
function isDone({ fields, version }: { fields: UpdateTask; version?: number }, current: Task): boolean {
  const lookup = {
    person: (id: number) => (current.assignee?.id === id ? current.assignee : null),
    label: (id: number) => current.labels.find((label) => label.id === id),
  };
  return (
    current.version === (version ?? 0) + 1 && isSame(current, { ...current, ...fieldsShown(fields, current, lookup) })
  );
}
