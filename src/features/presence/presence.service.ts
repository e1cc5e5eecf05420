import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Listener } from '../../platform/database/listener.js';
import { type Follower, PresenceBoard } from './presence-board.js';
import {
  type Absence,
  CHANNEL,
  type PersonPresent,
  PresenceRepository,
  type PresenceEntry,
} from './presence.repository.js';

/** What happens within this time is written and read together. */
const PACE_MS = 100;
const RETRY_MS = 1_000;
/** How often an instance says that it lives, and looks for what it was not told. */
const BEAT_MS = 3_000;

/**
 * Who is present in projects. Each instance writes who follows projects on it, and that it lives; what all have written
 * is read when one says that something has changed, and now and then. So it needs nothing but the database, and the
 * people of an instance that was killed are gone after some seconds.
 *
 * @spec SPEC-038
 */
@Injectable()
export class PresenceService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PresenceService.name);
  private readonly instanceId = randomUUID();
  private readonly boards = new Map<number, PresenceBoard>();
  /** Whose entries have to be written, by project. */
  private unsaved = new Map<number, Set<number>>();
  /** The projects that have to be read. */
  private unread = new Set<number>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private beatAt = -Infinity;
  private wasSeen = false;
  private lastSaid = 0;
  private isOver = false;

  constructor(
    private readonly presences: PresenceRepository,
    private readonly db: Database,
    listener: Listener,
  ) {
    listener.on(CHANNEL, (payload) => this.hear(payload));
    listener.onGap(() => this.readAll());
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.readAll(), BEAT_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isOver = true;
    clearInterval(this.timer);
    await this.running;
    if (this.wasSeen) await this.presences.remove(this.instanceId).catch((error: unknown) => this.postpone(error));
  }

  enter(follower: Follower): void {
    const { projectId } = follower;
    const board = this.boards.get(projectId) ?? new PresenceBoard(projectId);
    this.boards.set(projectId, board);
    board.enter(follower);
    this.note(follower);
  }

  leave(follower: Follower): void {
    const board = this.boards.get(follower.projectId);
    board?.leave(follower);
    if (board?.isEmpty) this.boards.delete(follower.projectId);
    this.note(follower);
  }

  focus(follower: Follower, taskId: number | null, at: Date): void {
    this.boards.get(follower.projectId)?.focus(follower, taskId, at);
    this.note(follower);
  }

  /** Never the same twice: what is said later counts, however long it takes to be judged. */
  now(): Date {
    this.lastSaid = Math.max(Date.now(), this.lastSaid + 1);
    return new Date(this.lastSaid);
  }

  private note({ projectId, connection }: Follower): void {
    const people = this.unsaved.get(projectId);
    if (people) people.add(connection.userId);
    else this.unsaved.set(projectId, new Set([connection.userId]));
    this.work();
  }

  private hear(payload: string): void {
    const [from, projectIds] = JSON.parse(payload) as [string, number[]];
    if (from === this.instanceId) return;
    for (const id of projectIds) if (this.boards.has(id)) this.unread.add(id);
    this.work();
  }

  private readAll(): void {
    for (const id of this.boards.keys()) this.unread.add(id);
    this.work();
  }

  /** One round at a time, and not more than one in each span: however many come and go, the database does little. */
  private work(): void {
    if (this.running || this.isOver || this.unsaved.size + this.unread.size === 0) return;
    this.running = this.db
      .outside(() => this.round())
      .then(
        () => pause(PACE_MS),
        (error: unknown) => {
          this.postpone(error);
          return pause(RETRY_MS);
        },
      )
      .then(() => {
        this.running = undefined;
        this.work();
      });
  }

  private async round(): Promise<void> {
    await this.beat();
    const { unsaved, unread } = this;
    this.unsaved = new Map();
    this.unread = new Set();
    try {
      await this.save(unsaved);
      await this.read([...new Set([...unsaved.keys(), ...unread])].filter((id) => this.boards.has(id)));
    } catch (error) {
      // All of it, when the database answers again.
      this.beatAt = -Infinity;
      for (const [id, people] of unsaved) this.unsaved.set(id, new Set([...people, ...(this.unsaved.get(id) ?? [])]));
      throw error;
    }
  }

  /** An instance that others took for lost writes everything again. */
  private async beat(): Promise<void> {
    if (performance.now() - this.beatAt < BEAT_MS) return;
    if (await this.presences.beat(this.instanceId))
      for (const [id, board] of this.boards) this.unsaved.set(id, board.userIds);
    this.beatAt = performance.now();
    this.wasSeen = true;
  }

  private async save(unsaved: ReadonlyMap<number, ReadonlySet<number>>): Promise<void> {
    const here: PresenceEntry[] = [];
    const gone: Absence[] = [];
    for (const [projectId, userIds] of unsaved) {
      const known = this.boards.get(projectId)?.entriesOf(userIds);
      for (const userId of userIds) {
        const entry = known?.get(userId);
        if (entry) here.push(entry);
        else gone.push({ projectId, userId });
      }
    }
    if (here.length + gone.length > 0) await this.presences.save(this.instanceId, here, gone);
  }

  private async read(projectIds: readonly number[]): Promise<void> {
    if (projectIds.length === 0) return;
    const people = await this.presences.present(projectIds);
    const own = new Map<number, PersonPresent[]>(projectIds.map((id) => [id, []]));
    for (const one of people) own.get(one.projectId)?.push(one);
    for (const [id, present] of own) this.boards.get(id)?.show(present);
  }

  private postpone(error: unknown): void {
    this.logger.debug(`Who is present is told later: ${String(error)}`);
  }
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
