import type { Actor } from '../../../platform/request/actor.js';
import type { User } from '../user.entity.js';

/**
 * What `users` needs of the feature that stores projects, which is above it and provides this globally. What
 * implements it must not need `UserService`, or the two wait for each other at start-up.
 */
export abstract class UserProjects {
  /** Transfers all projects of one person to another, in the open transaction. */
  abstract handOver(actor: Actor, from: User, to: User): Promise<void>;
}
