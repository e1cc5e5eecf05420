import type { ApiError } from '../api-error.js';
import type { PresentPerson } from '../live/live.js';
import type { Draft } from './drafts.js';
import type { FeedLine, Place } from './kinds.js';
import type { Conflict, ConflictAnswer } from './draft-lifecycle.js';

/** `loading` until all is there; `live` while changes come as they happen; `lost` when it can't be read any more. */
export type ReplicaState = 'loading' | 'live' | 'offline' | 'lost';

/** What can be heard of a replica. */
export interface ReplicaEvents {
  /** What looks different now. */
  rows: readonly Place[];
  state: ReplicaState;
  /** Who has the project open, and which task they look at. */
  presence: readonly PresentPerson[];
  /** A change that was shown was refused, and is shown no more. */
  refused: { error: ApiError; taskId: number };
}

export interface ReplicaOptions {
  /** What `snapshot()` of an earlier replica said. */
  snapshot?: Snapshot | undefined;
  /** Asked when somebody else has changed a task that was changed with `ifMatch`; without, the change is refused. */
  onConflict?: (conflict: Conflict) => ConflictAnswer | Promise<ConflictAnswer>;
}

/** All that a replica knows, as plain data that can be stored. */
export interface Snapshot {
  last_seq: number;
  lines: readonly FeedLine[];
  /** What was done and not yet confirmed. */
  drafts: readonly Draft[];
  /** Whose it is. */
  user_id?: number | undefined;
}
