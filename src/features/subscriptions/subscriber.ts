import type { Connection } from '../../platform/realtime/sockets/connection.js';
import type { FeedReader } from '../feed/feed-access.service.js';
import type { ShownChange } from '../feed/feed-reading.service.js';

/** One socket that follows one project. */
export class Subscriber {
  isOver = false;
  /** The number that it was sent last; where it began, if it was sent none. */
  private previous: number;

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
    for (const { change, data } of changes) {
      if (this.isOver || !this.reader.kinds.includes(change.kind)) continue;
      const { projectId, seq, kind, id, actorId, requestId } = change;
      this.connection.sayChange({
        project_id: projectId,
        seq,
        previous_seq: this.previous,
        kind,
        id,
        deleted: data === null,
        data,
        actor_id: actorId,
        request_id: requestId,
      });
      this.previous = seq;
    }
  }
}
