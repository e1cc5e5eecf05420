import { Connection } from '../../platform/realtime/sockets/connection.js';
import type { FeedReader } from '../feed/feed-access.service.js';
import type { ShownChange } from '../feed/feed-reading.service.js';

/** One socket that follows one project. */
export class Subscriber {
  isOver = false;
  /** The number that it was sent last; where it began, if it was sent none. */
  previous: number;

  constructor(
    readonly connection: Connection,
    readonly projectId: number,
    /** What somebody may see can change while they follow. */
    public reader: FeedReader,
    readonly since: number,
  ) {
    this.previous = since;
  }

  send(changes: readonly ShownChange[]): void {
    sendTo([this], changes);
  }
}

/** Sends the same messages to all of these: they were sent the same number last, and see the same kinds. */
export function sendTo(subscribers: readonly Subscriber[], changes: readonly ShownChange[]): void {
  const there = subscribers.filter(({ isOver }) => !isOver);
  const connections = there.map(({ connection }) => connection);
  for (const { change, data } of changes) {
    const [first] = there;
    if (!first?.reader.kinds.includes(change.kind)) continue;
    const { projectId, seq, kind, id, actorId, requestId } = change;
    Connection.sayChange(connections, {
      project_id: projectId,
      seq,
      previous_seq: first.previous,
      kind,
      id,
      deleted: data === null,
      data,
      actor_id: actorId,
      request_id: requestId,
    });
    for (const subscriber of there) subscriber.previous = seq;
  }
}
