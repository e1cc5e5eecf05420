import type { Actor } from '../../platform/request/actor.js';

/** What `preferences` needs of the feature that stores projects, which is above it and provides this globally. */
export abstract class ReadableProjects {
  /** Those of the projects that the actor may read. */
  abstract among(actor: Actor, ids: readonly number[]): Promise<number[]>;
}
