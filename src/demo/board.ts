import type { INestApplicationContext } from '@nestjs/common';
import { CommentService } from '../features/comments/comment.service.js';
import { LabelService } from '../features/labels/label.service.js';
import { MoveService } from '../features/moves/move.service.js';
import { Project } from '../features/projects/project.entity.js';
import { RelationService } from '../features/relations/relation.service.js';
import type { Task, TaskStatus } from '../features/tasks/task.entity.js';
import { TaskService } from '../features/tasks/task.service.js';
import { WatchingService } from '../features/watching/watching.service.js';
import type { Actor } from '../platform/request/actor.js';
import type { DemoComment, DemoPlan, DemoProject, DemoTask, Who } from './project.js';

export type Actors = Record<Who, Actor>;

const STEPS: Record<TaskStatus, TaskStatus[]> = {
  todo: [],
  in_progress: ['in_progress'],
  done: ['in_progress', 'done'],
};
const DAY_MS = 24 * 60 * 60 * 1000;

/** The tasks of one project, as its people have left them. */
export class DemoBoard {
  private readonly labels = new Map<string, number>();
  private readonly tasks = new Map<string, Task>();

  constructor(
    private readonly app: INestApplicationContext,
    private readonly actors: Actors,
    private readonly draft: DemoProject,
  ) {}

  async fill(project: Project): Promise<void> {
    const { labels, tasks, plans, first, owner } = this.draft;
    for (const [name, color] of Object.entries(labels)) {
      const label = await this.app.get(LabelService).create(this.actors[owner], project, { name, color });
      this.labels.set(name, label.id);
    }
    for (const task of tasks) await this.add(project, task);
    for (const [title, plan] of Object.entries(plans)) await this.connect(title, plan);
    for (const title of first.toReversed()) {
      await this.app.get(MoveService).move(this.actors[owner], this.seen(title, owner), { to: 'first' });
    }
    for (const task of tasks) await this.work(task);
  }

  private async add(project: Project, [title, , priority, assignee]: DemoTask): Promise<void> {
    const { owner, plans } = this.draft;
    const { labels = [], start, due } = plans[title] ?? {};
    const task = await this.app.get(TaskService).create(this.actors[owner], project, {
      title,
      priority,
      assignee_id: assignee && this.actors[assignee].id,
      label_ids: labels.map((name) => found(this.labels, name)),
      start_on: dayIn(start),
      due_on: dayIn(due),
    });
    this.tasks.set(title, task);
  }

  private async connect(title: string, { partOf, waitsFor, watchers = [] }: DemoPlan): Promise<void> {
    const { owner } = this.draft;
    const [actor, task] = [this.actors[owner], this.seen(title, owner)];
    if (partOf) await this.app.get(TaskService).update(actor, task, { parent_id: found(this.tasks, partOf).id });
    if (waitsFor) {
      const relation = { type: 'blocked_by', task_id: found(this.tasks, waitsFor).id } as const;
      await this.app.get(RelationService).add(actor, task, relation);
    }
    for (const who of watchers) await this.app.get(WatchingService).watch(this.actors[who], task);
  }

  private async work([title, status, , assignee, ...comments]: DemoTask): Promise<void> {
    const worker = assignee ?? this.draft.owner;
    for (const step of STEPS[status]) {
      await this.app.get(TaskService).update(this.actors[worker], this.seen(title, worker), { status: step });
    }
    for (const comment of comments) await this.say(title, comment);
  }

  private async say(title: string, [author, body, ...mentioned]: DemoComment): Promise<void> {
    const mention_ids = mentioned.map((who) => this.actors[who].id);
    await this.app.get(CommentService).add(this.actors[author], this.seen(title, author), { body, mention_ids });
  }

  /** A task with its project as this person sees it. */
  private seen(title: string, who: Who): Task {
    const { owner, members } = this.draft;
    const task = found(this.tasks, title);
    const role = who === owner ? 'owner' : members[who];
    return Object.assign(task, { project: Object.assign(new Project(), task.project, { role }) });
  }
}

function found<T>(all: ReadonlyMap<string, T>, name: string): T {
  const one = all.get(name);
  if (one === undefined) throw new Error(`The demo has nothing that is called ${name}.`);
  return one;
}

function dayIn(days: number | undefined): string | null {
  return days === undefined ? null : new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}
