import type { CreateTask, Task } from '../api.js';
import { applied, type Draft, fieldsShown, type Lookup } from './drafts.js';
import type { FeedLine, Kind, Kinds, Place } from './kinds.js';
import { Rows } from './rows.js';

/** What the program has, as far as it is known, and on top of it what was done here and is not confirmed. */
export class Board {
  /** What is seen. */
  private readonly shown = new Rows();
  /** Tasks as the program has them. */
  private readonly known = new Map<number, Task>();
  /** The versions that the feed has shown: answers can be ahead of it. */
  private readonly fed = new Map<number, number>();
  private readonly gone = new Set<number>();
  private pending: Draft[] = [];

  private readonly lookup: Lookup = {
    person: (id) => this.shown.get('member', id)?.user ?? { id, display_name: '', kind: 'person' },
    label: (id) => {
      const label = this.shown.get('label', id);
      return label && { id, name: label.name, color: label.color };
    },
  };

  get drafts(): readonly Draft[] {
    return this.pending;
  }

  get<K extends Kind>(kind: K, id: number): Kinds[K] | undefined {
    return this.shown.get(kind, id);
  }

  all<K extends Kind>(kind: K): ReadonlyMap<number, Kinds[K]> {
    return this.shown.all(kind);
  }

  takeChanged(): readonly Place[] {
    return this.shown.takeChanged();
  }

  /** The task as the program has it. */
  knownTask(id: number): Task | undefined {
    return this.known.get(id);
  }

  get knownTasks(): ReadonlyMap<number, Task> {
    return this.known;
  }

  /** A task that is made here, with what it is to have. */
  made(fields: CreateTask, bare: Task): Task {
    return { ...bare, ...fieldsShown(fields, bare, this.lookup) };
  }

  put(draft: Draft): void {
    this.pending.push(draft);
    this.renderAll(draft.reaches);
  }

  /** The draft is done with: confirmed, or refused. */
  drop(draft: Draft): void {
    this.pending = this.pending.filter((one) => one !== draft);
    this.renderAll(draft.reaches);
  }

  /** Something has become of a draft: it is another task's now, or looks different. */
  change(draft: Draft, change: Partial<Draft>): void {
    const before = draft.reaches;
    Object.assign(draft, change);
    this.renderAll([...before, ...draft.reaches]);
  }

  /** What the program answered. What the feed has said since is newer. */
  learn(task: Task, projectId: number): void {
    const isOld = (this.known.get(task.id)?.version ?? 0) > task.version;
    if (isOld || this.gone.has(task.id)) return;
    if (task.project_id === projectId) this.known.set(task.id, task);
    else this.known.delete(task.id);
    this.render(task.id);
  }

  /** What the feed says of one thing. */
  take({ kind, id, deleted, data }: FeedLine): void {
    if (kind !== 'task') return this.shown.set(kind, id, deleted ? undefined : (data as Kinds[typeof kind]));
    if (deleted) this.forget(id);
    else this.takeTask(data as Task);
    this.render(id);
  }

  /** Whether the feed has shown this version of the task, or that it is gone. */
  hasFed(id: number, version: number): boolean {
    return this.gone.has(id) || (this.fed.get(id) ?? 0) >= version;
  }

  /** It was brought back: what is answered about it counts again. */
  revive(id: number): void {
    this.gone.delete(id);
  }

  isGone(id: number): boolean {
    return this.gone.has(id);
  }

  /** After everything was loaded anew: what was not in it is gone. */
  keepOnly(places: ReadonlySet<string>, kinds: readonly Kind[]): void {
    for (const kind of kinds)
      for (const id of kind === 'task' ? [...this.known.keys()] : [...this.shown.all(kind).keys()])
        if (!places.has(`${kind} ${id}`)) this.take({ kind, id, deleted: true, data: null, seq: 0 });
  }

  private takeTask(task: Task): void {
    this.gone.delete(task.id);
    this.fed.set(task.id, Math.max(task.version, this.fed.get(task.id) ?? 0));
    if ((this.known.get(task.id)?.version ?? 0) <= task.version) this.known.set(task.id, task);
  }

  private forget(id: number): void {
    this.known.delete(id);
    this.gone.add(id);
  }

  private renderAll(ids: readonly number[]): void {
    for (const id of new Set(ids)) this.render(id);
  }

  private render(id: number): void {
    const onTop = this.pending.filter(({ reaches }) => reaches.includes(id));
    const seen = onTop.reduce<Task | undefined>(
      (row, draft) => applied(draft, id, row, this.lookup),
      this.known.get(id),
    );
    this.shown.set('task', id, seen);
  }
}
