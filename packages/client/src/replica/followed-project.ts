import { ApiError } from '../api-error.js';
import { browser } from '../browser.js';
import type { HttpClient } from '../http-client.js';
import { Listeners } from '../live/listeners.js';
import type { Live, PresentPerson } from '../live/live.js';
import { Board } from './board.js';
import { Feed, type Follower } from './feed.js';
import { type FeedLine, type Kind, KINDS, type Kinds, type Place } from './kinds.js';
import { Outbox } from './outbox.js';
import type { ReplicaEvents, ReplicaOptions, ReplicaState, Snapshot } from './replica-events.js';
import { DraftLifecycle } from './draft-lifecycle.js';

/** A project as it is now: what is read of it, and whether it is followed. */
export class FollowedProject {
  protected readonly board = new Board();
  protected readonly lifecycle: DraftLifecycle;
  protected readonly outbox: Outbox;
  private readonly listeners = new Listeners<ReplicaEvents>();
  private readonly feed: Feed;
  private readonly stops: (() => void)[];
  private people: readonly PresentPerson[] = [];
  private current: ReplicaState = 'loading';
  private lostBecause = 'not_found';
  private seen: Set<string> | undefined;
  private focused: number | null | undefined;
  private userId: number | undefined;

  constructor(
    private readonly client: HttpClient,
    private readonly live: Live,
    readonly projectId: number,
    { snapshot, onConflict }: ReplicaOptions = {},
  ) {
    this.lifecycle = new DraftLifecycle({
      board: this.board,
      projectId,
      onConflict,
      isThere: async (id) => (await client.get('/tasks/{id}', { path: { id } })).project_id === projectId,
      onRefused: (error, taskId) => this.listeners.tell('refused', { error, taskId }),
      changed: () => this.tell(),
    });
    this.outbox = new Outbox(client, this.lifecycle);
    if (snapshot) this.takeUp(snapshot);
    this.stops = this.listen();
    this.feed = new Feed({ client, live, projectId }, this.follower(), snapshot?.last_seq);
    if (live.userId !== undefined) this.meetPerson(live.userId);
  }

  get state(): ReplicaState {
    return this.current;
  }

  /** Who has the project open. */
  get presence(): readonly PresentPerson[] {
    return this.people;
  }

  /** How many changes have not been answered yet. */
  get pending(): number {
    return this.board.drafts.filter(({ state }) => state !== 'answered').length;
  }

  /** A row, the same object as long as nothing of it changes. The id of a member is the person's. */
  get<K extends Kind>(kind: K, id: number): Kinds[K] | undefined {
    return this.board.get(kind, kind === 'task' ? this.idOf(id) : id);
  }

  /** All rows of a kind by their ids. It is always the same map, and always up to date. */
  all<K extends Kind>(kind: K): ReadonlyMap<number, Kinds[K]> {
    return this.board.all(kind);
  }

  /** Calls with what has changed, each time that something has. */
  subscribe(listener: (places: readonly Place[]) => void): () => void {
    return this.on('rows', listener);
  }

  on<Name extends keyof ReplicaEvents>(name: Name, listener: (content: ReplicaEvents[Name]) => void): () => void {
    return this.listeners.on(name, listener);
  }

  /** Returns when all is there. @throws ApiError where the project can't be read */
  async loaded(): Promise<void> {
    if (this.current === 'loading')
      await new Promise<void>((resolve) => {
        const stop = this.on('state', () => {
          stop();
          resolve();
        });
      });
    if (this.current === 'lost') throw this.lostError();
  }

  /** Names a task for as long as it is shown: one that was made here keeps the id it began with. */
  keyOf(taskId: number): number {
    return this.lifecycle.keyOf(taskId);
  }

  /** The id by which the program knows a task that was made here. */
  idOf(taskId: number): number {
    return this.lifecycle.idOf(taskId);
  }

  /** Tells the others which task one looks at, or none. */
  focus(taskId: number | null): void {
    this.focused = taskId === null ? null : this.idOf(taskId);
    this.sayFocus();
  }

  /** All that is known, to begin with the next time. */
  snapshot(): Snapshot {
    const lines = KINDS.flatMap((kind) =>
      [...(kind === 'task' ? this.board.knownTasks : this.all(kind))].map(([id, data]): FeedLine => ({
        seq: 0,
        kind,
        id,
        deleted: false,
        data,
      })),
    );
    const drafts = this.board.drafts.filter(({ state }) => state !== 'answered');
    return structuredClone({ last_seq: this.feed.seq, lines, drafts, user_id: this.userId });
  }

  /** Ends it. What is still to be sent is not; `snapshot` has it. */
  close(): void {
    this.feed.close();
    this.outbox.close();
    for (const stop of this.stops) stop();
  }

  protected tell(): void {
    const places = this.board.takeChanged();
    if (places.length > 0) this.listeners.tell('rows', places);
  }

  private listen(): (() => void)[] {
    const knock = () => this.outbox.knock();
    browser.addEventListener?.('online', knock);
    return [
      () => browser.removeEventListener?.('online', knock),
      this.client.session.onEnd(() => this.outbox.hold()),
      this.live.on('ready', ({ user_id: userId }) => this.meetPerson(userId)),
      this.live.on('presence', ({ project_id: id, people }) => {
        if (id !== this.projectId) return;
        this.people = people;
        this.listeners.tell('presence', people);
      }),
    ];
  }

  /** What one person has done isn't sent as another one. */
  private meetPerson(userId: number): void {
    if (this.userId !== undefined && userId !== this.userId) return this.lose('another_person');
    this.userId = userId;
    this.outbox.goOn();
  }

  private follower(): Follower {
    return {
      apply: (lines) => this.apply(lines),
      beginAnew: () => (this.seen = new Set()),
      loaded: () => this.keepWhatCame(),
      follows: (isLive) => this.follows(isLive),
      lost: (code) => this.lose(code),
    };
  }

  private apply(lines: readonly FeedLine[]): void {
    for (const line of lines) {
      this.seen?.add(`${line.kind} ${line.id}`);
      this.lifecycle.take(line);
    }
    this.tell();
  }

  private keepWhatCame(): void {
    if (this.seen) this.board.keepOnly(this.seen, KINDS);
    this.seen = undefined;
    this.tell();
    if (this.current === 'loading') this.become('offline');
  }

  private follows(isLive: boolean): void {
    if (this.current !== 'loading') this.become(isLive ? 'live' : 'offline');
    if (isLive) this.sayFocus();
  }

  private lose(code: string): void {
    this.lostBecause = code;
    this.close();
    this.lifecycle.giveUpAll(this.lostError());
    this.tell();
    this.become('lost');
  }

  private become(state: ReplicaState): void {
    if (state === this.current || this.current === 'lost') return;
    this.current = state;
    this.listeners.tell('state', state);
  }

  private sayFocus(): void {
    if (this.focused === undefined || this.live.state !== 'open') return;
    const content = { project_id: this.projectId, task_id: this.focused };
    void this.live.say('focus', content).catch(() => undefined);
  }

  private takeUp({ lines, drafts, user_id: userId }: Snapshot): void {
    this.userId = userId;
    if (userId !== undefined) this.outbox.hold(); // until it is known who is signed in
    for (const line of lines) this.board.take(line);
    for (const draft of structuredClone(drafts)) this.board.put(draft);
    this.current = 'offline';
    this.outbox.knock();
  }

  private lostError(): ApiError {
    return new ApiError({ status: 403, code: this.lostBecause, message: 'The project can no longer be read.' });
  }
}
