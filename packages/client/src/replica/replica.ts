import type { CreateTask, MoveTask, Task, UpdateTask } from '../api.js';
import { newId } from '../http/new-id.js';
import type { Mutation, Draft } from './drafts.js';
import { FollowedProject } from './followed-project.js';
import { positionAmong } from './positions.js';

/** A change that is shown at once. */
export interface Made {
  /** The task; below 0 while the program doesn't know it yet. */
  id: number;
  /** What the program answers. It rejects with an `ApiError` where it refuses; `refused` is told then, too. */
  done: Promise<Task | null>;
}

/** A task of which nothing is known but that it is to be. */
const BARE: Omit<Task, 'id' | 'project_id' | 'created_at' | 'updated_at'> = {
  ref: '',
  number: 0,
  parent_id: null,
  position: '',
  title: '',
  description: null,
  status: 'todo',
  priority: 'medium',
  assignee: null,
  labels: [],
  start_on: null,
  due_on: null,
  recurrence: null,
  version: 0,
};

/** A project in memory: all of it, as it is now, with what one does to it shown at once. */
export class Replica extends FollowedProject {
  private readonly buried = new Map<number, readonly Task[]>();
  private count = 0;

  /** Changes a task. With `ifMatch`, only if nobody else has changed it since what is shown. */
  change(taskId: number, fields: UpdateTask, { ifMatch = false } = {}): Made {
    const version = ifMatch ? this.board.knownTask(this.idOf(taskId))?.version : undefined;
    return this.make(taskId, { type: 'change', fields, ...(version !== undefined && { version }) });
  }

  /** Adds a task, at the end of the project. */
  create(fields: CreateTask): Made {
    const id = Math.min(0, ...this.board.drafts.map(({ taskId }) => taskId), -this.count) - 1;
    const now = new Date().toISOString();
    const made = this.board.made(fields, { ...BARE, id, project_id: this.projectId, created_at: now, updated_at: now });
    const position = positionAmong(this.all('task').values(), made, { to: 'last' });
    return this.make(id, { type: 'create', fields, project: this.projectId, made: { ...made, position } });
  }

  /** Moves a task to a place, into a column, or into another project. */
  move(taskId: number, to: MoveTask): Made {
    const task = this.get('task', taskId);
    const [before, after] = [to.before_id, to.after_id].map((id) => (id === undefined ? undefined : this.idOf(id)));
    const wish = { ...to, ...(before && { before_id: before }), ...(after && { after_id: after }) };
    const position = task ? positionAmong(this.all('task').values(), task, wish) : '';
    return this.make(taskId, { type: 'move', to, position });
  }

  /** Moves a task to the trash, with its subtasks. */
  delete(taskId: number): Made {
    const rows = this.withSubtasks(this.idOf(taskId));
    this.buried.set(this.idOf(taskId), rows);
    return this.make(
      taskId,
      { type: 'delete' },
      rows.map(({ id }) => id),
    );
  }

  /** Brings a task back from the trash, with its subtasks. */
  restore(taskId: number): Made {
    const rows = this.buried.get(this.idOf(taskId)) ?? [];
    return this.make(
      taskId,
      { type: 'restore', rows },
      rows.map(({ id }) => id),
    );
  }

  private withSubtasks(id: number): Task[] {
    const tasks = [...this.all('task').values()];
    const found = tasks.filter((task) => task.id === id);
    for (const task of found) found.push(...tasks.filter(({ parent_id: parent }) => parent === task.id));
    return found;
  }

  private make(id: number, mutation: Mutation, reaches?: readonly number[]): Made {
    const taskId = this.idOf(id);
    const draft: Draft = {
      number: ++this.count,
      taskId,
      mutation,
      reaches: reaches && reaches.length > 0 ? reaches : [taskId],
      idempotencyKey: newId(),
      requestId: newId(),
      state: 'waiting',
    };
    const done = this.lifecycle.outcomeOf(draft);
    done.catch(() => undefined); // whoever doesn't wait for it hears of it by `refused`
    this.board.put(draft);
    this.tell();
    this.outbox.knock();
    return { id: taskId, done };
  }
}
