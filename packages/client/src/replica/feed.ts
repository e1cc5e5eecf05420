import { ApiError } from '../api-error.js';
import type { HttpClient } from '../http-client.js';
import { pause } from '../http/pause.js';
import type { Live, LiveEvents } from '../live/live.js';
import type { FeedLine } from './kinds.js';

type Change = LiveEvents['change'];

/** Who wants to know what the feed says. */
export interface Follower {
  /** Applies lines in their order. */
  apply(lines: readonly FeedLine[]): void;
  /** Everything is about to come anew. */
  beginAnew(): void;
  /** Everything that there is has come. */
  loaded(): void;
  /** Whether changes come as they happen. */
  follows(isLive: boolean): void;
  /** The project can't be read any more. */
  lost(code: string): void;
}

interface Place {
  client: HttpClient;
  live: Live;
  projectId: number;
}

const PAGE = 500;
const AGAIN_MS = 500;
const LONGEST_MS = 10_000;
/** What was missed is no longer known, or the number is from a database that was set back. */
const ANEW = new Set(['resync_required', 'validation_failed']);
/** Refusals that don't pass. */
const LOST = new Set(['forbidden', 'not_found', 'token_not_allowed']);

/** Follows the feed of a project, without a gap. */
export class Feed {
  private readonly client: HttpClient;
  private readonly live: Live;
  private readonly projectId: number;
  private readonly stops: (() => void)[];
  private readonly ended = new AbortController();
  /** Changes that come while pages are loaded. */
  private waiting: Change[] = [];
  private isLoading = false;
  private isFollowing = false;

  constructor(
    { client, live, projectId }: Place,
    private readonly follower: Follower,
    /** The number of the newest change that was applied. */
    public seq = 0,
  ) {
    this.client = client;
    this.live = live;
    this.projectId = projectId;
    this.stops = [
      live.on('ready', () => void this.follow()),
      live.on('change', (change) => change.project_id === projectId && this.hear(change)),
      live.on('unsubscribed', ({ project_id: id, code }) => {
        if (id !== projectId) return;
        if (LOST.has(code)) this.lose(code);
        else this.pause(); // the session is over, and perhaps there is another one soon
      }),
      live.on('state', () => this.pause()),
    ];
    void this.load();
  }

  close(): void {
    this.ended.abort();
    for (const stop of this.stops) stop();
    if (this.live.state === 'open')
      void this.live.say('unsubscribe', { project_id: this.projectId }).catch(() => undefined);
  }

  /** Loads what is missing, until nothing is. */
  private async load(): Promise<void> {
    if (this.isLoading) return;
    this.isLoading = true;
    for (let tried = 0; !this.ended.signal.aborted && !(await this.loadPages()); tried++) await this.rest(tried);
    this.isLoading = false;
    const held = this.waiting;
    this.waiting = [];
    for (const change of held) this.hear(change);
    await this.follow();
  }

  /** Waits for a while, and for somebody to be signed in. */
  private async rest(tried: number): Promise<void> {
    const { signal } = this.ended;
    await pause(Math.min(AGAIN_MS * 2 ** tried, LONGEST_MS), signal).catch(() => undefined);
    await this.client.session.begun(signal);
  }

  private async loadPages(): Promise<boolean> {
    const { signal } = this.ended;
    try {
      for (;;) {
        const query = { since: this.seq, limit: PAGE };
        const page = await this.client.get('/projects/{id}/changes', { path: { id: this.projectId }, query, signal });
        if (signal.aborted) return true;
        this.follower.apply(page.items);
        this.seq = page.last_seq;
        if (!page.has_more) break;
      }
      this.follower.loaded();
      return true;
    } catch (error) {
      return this.understand(error);
    }
  }

  /** Whether nothing more is to be done. */
  private understand(error: unknown): boolean {
    if (!(error instanceof ApiError)) return true; // it was ended
    if (ANEW.has(error.code) && this.seq > 0) this.beginAnew();
    else if (LOST.has(error.code)) this.lose(error.code);
    return this.ended.signal.aborted;
  }

  private async follow(tried = 0): Promise<void> {
    if (this.isFollowing || this.isLoading || this.ended.signal.aborted || this.live.state !== 'open') return;
    this.isFollowing = true;
    try {
      await this.live.say('subscribe', { project_id: this.projectId, since: this.seq });
      if (this.isFollowing) this.follower.follows(true);
    } catch (error) {
      this.isFollowing = false;
      if (this.understand(error)) return;
      if (this.seq === 0) return this.load();
      await this.rest(tried);
      await this.follow(tried + 1);
    }
  }

  private pause(): void {
    this.isFollowing = false;
    this.follower.follows(false);
  }

  private hear(change: Change): void {
    if (this.isLoading) return void this.waiting.push(change);
    if (change.seq <= this.seq) return;
    if (change.previous_seq > this.seq) {
      this.waiting.push(change);
      return void this.load();
    }
    this.seq = change.seq;
    this.follower.apply([change]);
  }

  private beginAnew(): void {
    this.seq = 0;
    this.follower.beginAnew();
  }

  private lose(code: string): void {
    this.close();
    this.follower.lost(code);
  }
}
