import type { Conflict, ConflictAnswer, MoveTask, PresentPerson, Replica, Snapshot, Task } from '@fasttrack/client';
import { computed, signal } from '@preact/signals';
import { pending } from '../parts/connection.js';
import { complain } from '../parts/toasts.js';
import { can, client, me } from '../session.js';
import { Filters } from './filters.js';
import { allowed, type Status, STATUSES } from './statuses.js';

export interface OpenConflict extends Conflict {
  answer: (answer: ConflictAnswer) => void;
}

const EDITING = new Set(['editor', 'manager', 'owner']);

/** A project on the page: what its replica has, as signals. */
export class ProjectStore {
  readonly replica: Replica;
  readonly filters = new Filters();
  /** Counts up when a task, and when anything else, looks different. */
  readonly tasksChanged = signal(0);
  readonly restChanged = signal(0);
  readonly state = signal<Replica['state']>('loading');
  readonly presence = signal<readonly PresentPerson[]>([]);
  readonly conflict = signal<OpenConflict | undefined>(undefined);
  private isPainting = false;
  private hasTasks = false;
  private hasRest = false;
  private readonly key: string;

  constructor(readonly id: number) {
    this.key = `unsent ${id} ${me.value?.id}`;
    this.replica = client.replica(id, {
      snapshot: this.takeUnsent(),
      onConflict: (conflict) => new Promise((answer) => this.ask({ ...conflict, answer })),
    });
    this.state.value = this.replica.state;
    this.replica.on('rows', (places) => {
      for (const { kind } of places) {
        if (kind === 'task') this.hasTasks = true;
        else this.hasRest = true;
      }
      this.paint();
    });
    this.replica.on('state', (state) => {
      this.state.value = state;
      this.paint();
    });
    this.replica.on('presence', (people) => (this.presence.value = people.filter(({ id }) => id !== me.value?.id)));
    this.replica.on('refused', ({ error }) => complain(error));
    addEventListener('pagehide', this.keepUnsent);
  }

  /** All tasks in the order of the project. */
  readonly tasks = computed<readonly Task[]>(() => {
    void this.tasksChanged.value;
    return [...this.replica.all('task').values()].sort((a, b) => (a.position < b.position ? -1 : 1));
  });

  /** The columns, as the filters show them. */
  readonly columns = computed(() => {
    const columns: Record<Status, Task[]> = { todo: [], in_progress: [], done: [] };
    const isShown = this.filters.test();
    for (const task of this.tasks.value) if (isShown(task)) columns[task.status].push(task);
    return columns;
  });

  readonly project = computed(() => this.rest('project').get(this.id));
  readonly members = computed(() =>
    [...this.rest('member').values()].sort((a, b) => a.user.display_name.localeCompare(b.user.display_name)),
  );
  readonly labels = computed(() => [...this.rest('label').values()].sort((a, b) => a.name.localeCompare(b.name)));
  readonly commentCounts = computed(() => counted(this.rest('comment').values()));
  readonly fileCounts = computed(() => counted(this.rest('file').values()));

  readonly role = computed(() => {
    const id = me.value?.id ?? 0;
    return this.rest('member').get(id)?.role ?? (can('manage_all_projects') ? 'owner' : 'viewer');
  });
  readonly isArchived = computed(() => this.project.value?.status === 'archived');
  readonly canEdit = computed(() => !this.isArchived.value && EDITING.has(this.role.value));
  readonly canComment = computed(() => !this.isArchived.value && this.role.value !== 'viewer');
  readonly canManage = computed(() => !this.isArchived.value && ['manager', 'owner'].includes(this.role.value));

  task(id: number): Task | undefined {
    void this.tasksChanged.value;
    return this.replica.get('task', id);
  }

  /** Moves a card; a column without a place keeps the place that the card has. */
  move(id: number, to: MoveTask): void {
    const task = this.replica.get('task', id);
    if (!task || !this.canEdit.value) return;
    const { status, ...place } = to;
    const isStep = status !== undefined && status !== task.status;
    if (isStep && !allowed(task.status, status)) return;
    if (Object.keys(place).length === 0) {
      if (isStep) this.replica.change(id, { status });
    } else this.replica.move(id, { ...place, ...(isStep && { status }) });
    this.tell();
  }

  /** By the keyboard: one column aside, or one place up or down. */
  shift(id: number, direction: 'up' | 'down' | 'left' | 'right'): Status | undefined {
    const task = this.replica.get('task', id);
    if (!task) return undefined;
    if (direction === 'left' || direction === 'right') {
      const status = STATUSES[STATUSES.indexOf(task.status) + (direction === 'left' ? -1 : 1)];
      if (!status || !allowed(task.status, status)) return undefined;
      this.move(id, { status });
      return status;
    }
    const column = this.columns.value[task.status];
    const index = column.findIndex((one) => one.id === task.id);
    const neighbour = column[index + (direction === 'up' ? -1 : 1)];
    if (neighbour) this.move(id, direction === 'up' ? { before_id: neighbour.id } : { after_id: neighbour.id });
    return neighbour && task.status;
  }

  tell(): void {
    pending.value = this.replica.pending;
  }

  close(): void {
    removeEventListener('pagehide', this.keepUnsent);
    this.keepUnsent();
    this.replica.close();
    pending.value = 0;
  }

  private rest<K extends 'project' | 'member' | 'label' | 'comment' | 'file'>(kind: K) {
    void this.restChanged.value;
    return this.replica.all(kind);
  }

  private ask(conflict: OpenConflict): void {
    this.conflict.value = conflict;
  }

  /** Once for all that comes at the same time. */
  private paint(): void {
    if (this.isPainting) return;
    this.isPainting = true;
    queueMicrotask(() => {
      this.isPainting = false;
      if (this.hasTasks) this.tasksChanged.value++;
      if (this.hasRest) this.restChanged.value++;
      this.hasTasks = this.hasRest = false;
      this.tell();
    });
  }

  /** What could not be sent before the page went is sent when it comes again. */
  private readonly keepUnsent = (): void => {
    if (this.replica.pending === 0) return sessionStorage.removeItem(this.key);
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.replica.snapshot()));
    } catch {
      // A project that is too large for that.
    }
  };

  private takeUnsent(): Snapshot | undefined {
    const kept = sessionStorage.getItem(this.key);
    sessionStorage.removeItem(this.key);
    return kept ? (JSON.parse(kept) as Snapshot) : undefined;
  }
}

function counted(rows: Iterable<{ task_id: number }>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { task_id: id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
