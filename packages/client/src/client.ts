import { type ClientOptions, HttpClient } from './http-client.js';
import { Live } from './live/live.js';
import type { ReplicaOptions } from './replica/replica-events.js';
import { Replica } from './replica/replica.js';

export type * from './api.js';
export type { Answer, Codes, Input, OperationName } from './calls.js';
export { ApiError, isRefusal } from './api-error.js';
export { HttpClient, type ClientOptions } from './http-client.js';
export type { Live, LiveEvents, LiveState, PresentPerson } from './live/live.js';
export type { Kind, Kinds, Place } from './replica/kinds.js';
export type { Conflict, ConflictAnswer } from './replica/draft-lifecycle.js';
export type { ReplicaEvents, ReplicaOptions, ReplicaState, Snapshot } from './replica/replica-events.js';
export type { Made, Replica } from './replica/replica.js';
export { browserStorage, memoryStorage, type SessionStorage, type StoredSession } from './session/session-storage.js';

/**
 * A client of the program: requests, live updates, and projects in memory.
 *
 * @spec SPEC-045
 */
export class Client extends HttpClient {
  private connection: Live | undefined;

  /**
   * The live connection; there is one. Notifications begin after `lastSeq`, the `seq` of the last that is known, or with
   * what is new.
   */
  live({ lastSeq }: { lastSeq?: number } = {}): Live {
    if (!this.connection || this.connection.isClosedForGood)
      this.connection = new Live(this.url, this.session, lastSeq);
    return this.connection;
  }

  /** A project in memory. Close it when it is no longer shown. */
  replica(projectId: number, options?: ReplicaOptions): Replica {
    return new Replica(this, this.live(), projectId, options);
  }
}

/** Makes a client; nothing is sent yet. */
export function createClient(options: ClientOptions): Client {
  return new Client(options);
}
