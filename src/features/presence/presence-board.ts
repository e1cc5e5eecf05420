import { Connection } from '../../platform/realtime/sockets/connection.js';
import type { FeedReader } from '../feed/feed-access.service.js';
import { PersonView } from '../users/person.view.js';
import type { PersonPresent, PresenceEntry } from './presence.repository.js';

/** A client is told of a project at most so often. */
const PAUSE_MS = 1_000;

/** A socket that follows a project. */
export interface Follower {
  readonly connection: Connection;
  readonly projectId: number;
  /** As they are now. */
  readonly reader: FeedReader;
}

/** One socket, where its person is, and what it was told. */
interface Place {
  follower: Follower;
  taskId: number | null;
  focusedAt: Date | null;
  /** Whether other instances can know of it: before, it is not told who is there, for it would miss itself. */
  isSaved: boolean;
  told: string;
  toldAt: number;
}

const viewOf = ({ person, taskId }: PersonPresent) => ({ ...PersonView.of(person), task_id: taskId });

/** Who follows one project: their sockets on this instance, and the people on all of them. */
export class PresenceBoard {
  private readonly places = new Map<Follower, Place>();
  private people: PersonPresent[] = [];
  private text = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(readonly projectId: number) {}

  get isEmpty(): boolean {
    return this.places.size === 0;
  }

  get userIds(): Set<number> {
    return new Set([...this.places.keys()].map(({ connection }) => connection.userId));
  }

  enter(follower: Follower): void {
    const nothing = { isSaved: false, told: '', toldAt: -Infinity };
    this.places.set(follower, { follower, taskId: null, focusedAt: null, ...nothing });
  }

  leave(follower: Follower): void {
    this.places.delete(follower);
    if (this.isEmpty) clearTimeout(this.timer);
  }

  /** What was said before counts no more. */
  focus(follower: Follower, taskId: number | null, focusedAt: Date): void {
    const place = this.places.get(follower);
    if (place && (place.focusedAt ?? 0) < focusedAt) Object.assign(place, { taskId, focusedAt });
  }

  /** Where each of these people is who are here, by what they said last; they are about to be saved. */
  entriesOf(userIds: ReadonlySet<number>): Map<number, PresenceEntry> {
    const found = new Map<number, PresenceEntry>();
    for (const place of this.places.values()) {
      const { userId } = place.follower.connection;
      if (!userIds.has(userId)) continue;
      place.isSaved = true;
      const { taskId, focusedAt } = place;
      const known = found.get(userId);
      if (!known || (known.focusedAt ?? 0) < (focusedAt ?? 0))
        found.set(userId, { projectId: this.projectId, userId, taskId, focusedAt });
    }
    return found;
  }

  show(people: PersonPresent[]): void {
    this.people = people;
    this.text = JSON.stringify(people);
    this.tell();
  }

  /** Tells those who were told something else, and after a pause those who were told a moment ago. */
  private tell(): void {
    clearTimeout(this.timer);
    const now = performance.now();
    const due: Place[] = [];
    let next = Infinity;
    for (const place of this.places.values()) {
      if (!place.isSaved || place.told === this.text) continue;
      const at = place.toldAt + PAUSE_MS;
      if (at <= now) due.push(place);
      else next = Math.min(next, at);
    }
    for (const place of due) Object.assign(place, { told: this.text, toldAt: now });
    this.say(due);
    if (next < Infinity) this.timer = setTimeout(() => this.tell(), Math.ceil(next - now)).unref();
  }

  /** The same to all who see the tasks, and to all who don't. */
  private say(places: readonly Place[]): void {
    const people = this.people.map(viewOf);
    const withoutTasks = people.map((one) => ({ ...one, task_id: null }));
    const connections = (seesTasks: boolean) =>
      places
        .filter(({ follower }) => follower.reader.kinds.includes('task') === seesTasks)
        .map(({ follower }) => follower.connection);
    Connection.sayPresence(connections(true), this.projectId, people);
    Connection.sayPresence(connections(false), this.projectId, withoutTasks);
    for (const { follower } of places) follower.connection.cutIfOverfull();
  }
}
